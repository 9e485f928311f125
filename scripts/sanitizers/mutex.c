// Tells ThreadSanitizer what Swift's Mutex does where two threads meet.
//
// On Linux a Mutex that is free is taken and given back by an atomic exchange that the compiler puts into our own code: the sanitizer sees it. One
// that is taken is waited for in libswiftSynchronization by a futex of the kernel (FUTEX_LOCK_PI): neither is instrumented, and every hand-over in
// which somebody had to wait is reported as a race. These two stand in front of the library's own, do what it does, and say so. Nothing is
// suppressed: a race beside a Mutex is still seen. A toolchain whose Mutex works in another way does not call them.
//
// Made by scripts/sanitize and preloaded; programs without the sanitizer are not touched by it.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>

void __tsan_acquire(void *address) __attribute__((weak));
void __tsan_release(void *address) __attribute__((weak));

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context)) void *
#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

typedef SWIFT void (*lock_function)(uint32_t thread, SELF mutex);
typedef SWIFT void (*unlock_function)(SELF mutex);
SWIFT void wait_for_mutex(uint32_t thread, SELF mutex) __asm__(LOCK);
SWIFT void wake_waiter(SELF mutex) __asm__(UNLOCK);

SWIFT void wait_for_mutex(uint32_t thread, SELF mutex) {
    ((lock_function)dlsym(RTLD_NEXT, LOCK))(thread, mutex);
    if (__tsan_acquire) __tsan_acquire(mutex);
}

SWIFT void wake_waiter(SELF mutex) {
    if (__tsan_release) __tsan_release(mutex);
    ((unlock_function)dlsym(RTLD_NEXT, UNLOCK))(mutex);
}
