"""Vercel: HMAC-SHA1 of the body, bare hexadecimal."""

from webhooks.ingress.signatures.contract import Provider, Sample, Scheme

PROVIDER = Provider(
    key="vercel",
    label="Vercel",
    summary="Deployments, projects and domains.",
    help=(
        "In Vercel's team settings under Webhooks: enter the URL and choose the "
        "events. Copy the secret, which is shown once. For an integration it is the "
        "integration's client secret."
    ),
    source="https://vercel.com/docs/webhooks/webhooks-api",
    asks_for="Webhook secret",
    asks_help="Shown once when the webhook is made.",
    schemes=(Scheme("header.X-Vercel-Signature", "hmac-sha1"),),
    refusal_status=403,
    id_places=("json.id",),
    samples=(
        Sample(
            "deployment.succeeded",
            '{"id":"uev_CzwVqVKW2pkAWVdNPxdRMRhv","type":"deployment.succeeded",'
            '"createdAt":1767607872000,"region":null,"payload":{"deployment":'
            '{"id":"dpl_1","name":"example","url":"example-abc.vercel.app"},'
            '"project":{"id":"prj_1"},"target":"production","plan":"pro"}}',
        ),
    ),
)
