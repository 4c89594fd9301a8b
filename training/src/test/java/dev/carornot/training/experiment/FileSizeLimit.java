package dev.carornot.training.experiment;

import com.sun.jna.Library;
import com.sun.jna.Native;

/**
 * Lets this process write no file beyond a size, so that the disk seems full to whoever tries (setrlimit(2), RLIMIT_FSIZE).
 */
final class FileSizeLimit {
    /** The same number on Linux and macOS. */
    private static final int RLIMIT_FSIZE = 1;

    private static final LibC LIBC = Native.load("c", LibC.class);

    private FileSizeLimit() {}

    private interface LibC extends Library {
        int getrlimit(int resource, long[] softAndHard);

        int setrlimit(int resource, long[] softAndHard);
    }

    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    static void during(long bytes, Work work) throws Exception {
        long[] before = new long[2];
        check(LIBC.getrlimit(RLIMIT_FSIZE, before));
        check(LIBC.setrlimit(RLIMIT_FSIZE, new long[] {bytes, before[1]}));
        try {
            work.run();
        } finally {
            check(LIBC.setrlimit(RLIMIT_FSIZE, before));
        }
    }

    private static void check(int result) {
        if (result != 0) {
            throw new IllegalStateException("The limit cannot be read or set.");
        }
    }
}
