package dev.carornot.classifier.program;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.pytorch.jni.LibUtils;

/**
 * DJL's PyTorch engine, set up the way this product needs it. There is one in a process. Thread-safe.
 */
public final class TorchEngine {
    /** DJL reads it once, when it loads the engine; there is no other way to say it in time. */
    private static final String THREADS = "ai.djl.pytorch.num_threads";

    private TorchEngine() {}

    /**
     * Loads the native libraries, which takes longer than all the rest of {@link #start}: whoever has something else to do
     * meanwhile calls this early, on a thread of its own. They come from a folder {@code native} beside the application's
     * jars where there is one, otherwise from DJL's cache, into which DJL unpacks them once.
     *
     * @throws RuntimeException when they cannot be loaded; {@link #start} then throws it again
     * @throws LinkageError likewise
     */
    public static synchronized void load() {
        NativeLibraries.beside(TorchEngine.class).ifPresent(NativeLibraries::use);
        WaitPolicy.passive();
        LibUtils.loadLibrary();
    }

    /**
     * Lets the dynamic linker have the largest of the libraries, which is most of what {@link #load} takes, where they lie
     * unpacked beside the application's jars and nothing else has to come first. It logs nothing, so that it may be called
     * before logging is set up.
     */
    public static synchronized void preload() {
        if (WaitPolicy.isSet()) {
            NativeLibraries.beside(TorchEngine.class).ifPresent(NativeLibraries::preload);
        }
    }

    /**
     * Starts the engine, unless it is started: only the first call in a process decides.
     *
     * @param threads how many threads work on one operator; a setting of the system property {@value #THREADS} goes before
     *     it
     */
    public static synchronized Engine start(int threads) {
        if (System.getProperty(THREADS) == null) {
            System.setProperty(THREADS, String.valueOf(threads));
        }
        return get();
    }

    /** The engine; starts it with its own defaults unless {@link #start} was there before. */
    static synchronized Engine get() {
        load();
        return Engine.getEngine("PyTorch");
    }

    /**
     * Has operators that this thread calls work on all processors, as training wants it, unless the system property
     * {@value #THREADS} says how many; {@link #prepareThread} on the same thread ends it.
     */
    public static void useAllProcessors() {
        get();
        JniUtils.setNumThreads(Integer.getInteger(THREADS, Runtime.getRuntime().availableProcessors()));
    }

    /**
     * To be called on a thread before it runs a program. libtorch keeps both settings by thread: a thread of its own number of
     * threads would reorder the weights at every call, and the graph optimizer would compile for seconds.
     */
    static void prepareThread() {
        JniUtils.setNumThreads(Integer.getInteger(THREADS, 1));
        JniUtils.setGraphExecutorOptimize(false);
    }
}
