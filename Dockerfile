FROM python:3.12-slim

ENV PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 \
    SWITCHHOOK_INSTANCE=/data SWITCHHOOK_HOST=0.0.0.0

RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin switchhook \
    && mkdir --mode=0700 /data && chown switchhook /data

WORKDIR /app
COPY requirements.txt .
RUN pip install --require-hashes -r requirements.txt
COPY . .

USER switchhook
VOLUME /data
EXPOSE 8000

HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["python", "-c", \
    "import os, urllib.request as r; r.urlopen('http://127.0.0.1:' + os.environ.get('SWITCHHOOK_PORT', '8000') + '/healthz', timeout=4)"]

# Settings of the server itself are in gunicorn.conf.py.
CMD ["gunicorn"]
