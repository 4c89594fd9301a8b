package dev.carornot.classifier.program;

import com.sun.jna.Function;
import com.sun.jna.Platform;

/**
 * How OpenMP's threads wait for each other. libgomp's spin, which on a machine with anything else to do costs more than it
 * saves: 639 ms instead of 15 a photograph, measured beside one busy process.
 */
final class WaitPolicy {
    private static final String VARIABLE = "OMP_WAIT_POLICY";
    private static final String PASSIVE = "PASSIVE";

    private WaitPolicy() {}

    /** Whether the environment says it already, so that libgomp may be loaded. */
    static boolean isSet() {
        return System.getenv(VARIABLE) != null;
    }

    /**
     * Has them sleep, unless the environment says something else. libgomp looks into the process's environment when it is
     * loaded and never again, so this comes before; Java itself cannot change the environment.
     */
    static void passive() {
        if (!isSet() && Platform.isLinux()) {
            int keep = 0;
            Function.getFunction("c", "setenv").invokeInt(new Object[] {VARIABLE, PASSIVE, keep});
        }
    }
}
