/* Makes every sync take 4 ms longer, as on a disk without a write cache.
   Built by slow_disk.py and loaded with LD_PRELOAD; the real call still runs. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <time.h>

typedef int (*sync_call)(int);

static int slowly(const char *name, int descriptor)
{
    struct timespec pause = {0, 4000000};
    sync_call real = (sync_call)dlsym(RTLD_NEXT, name);
    nanosleep(&pause, 0);
    return real(descriptor);
}

int fdatasync(int descriptor) { return slowly("fdatasync", descriptor); }
int fsync(int descriptor) { return slowly("fsync", descriptor); }
