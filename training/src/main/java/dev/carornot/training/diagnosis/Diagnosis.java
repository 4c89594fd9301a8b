package dev.carornot.training.diagnosis;

import java.util.List;

/**
 * What an examination found; what could not be found out is null, and {@code faults} says why.
 *
 * @param product the version of this product
 * @param java the version of the Java that runs it, and who made it
 * @param system operating system and architecture
 * @param processors that this process may use
 * @param memoryBytes of the machine, or of the container that this runs in
 * @param heapBytes that Java may use of it for objects
 * @param processorFeatures those of the processor's features that a precision depends on
 * @param engine what runs networks
 * @param jpegDecoder {@code libjpeg-turbo} or {@code imageio}
 * @param gpu what training could use
 * @param model that was tried
 * @param speed how fast it classifies
 * @param faults why the product does not work here, a sentence each; empty where it does
 */
public record Diagnosis(
        String product,
        String java,
        String system,
        int processors,
        long memoryBytes,
        long heapBytes,
        List<String> processorFeatures,
        Engine engine,
        String jpegDecoder,
        Gpu gpu,
        Model model,
        Speed speed,
        List<String> faults) {
    public Diagnosis {
        processorFeatures = List.copyOf(processorFeatures);
        faults = List.copyOf(faults);
    }

    /**
     * What runs networks.
     *
     * @param name of the engine
     * @param version of its native library
     * @param djl the version of DJL
     * @param libraries the folder that they were loaded from
     * @param cuda whether they are CUDA's
     */
    public record Engine(String name, String version, String djl, String libraries, boolean cuda) {}

    /**
     * What training could use.
     *
     * @param names of the GPUs
     * @param reason why there is none, or null
     */
    public record Gpu(List<String> names, String reason) {
        public Gpu {
            names = List.copyOf(names);
        }
    }

    /**
     * The model that was tried.
     *
     * @param precision the arithmetic that it runs in here
     * @param reason why that one
     * @param int8Weights whether it holds them
     */
    public record Model(String name, String version, String precision, String reason, boolean int8Weights) {}

    /**
     * Photographs a second, from bytes to verdict.
     *
     * @param photograph what was classified over and over
     * @param oneThread on one thread
     * @param allThreads on all of them at once
     * @param threads how many those are
     * @param seconds that each of the two measurements took at least
     */
    public record Speed(String photograph, double oneThread, double allThreads, int threads, double seconds) {}

    /** Whether photographs can be classified on this machine. */
    public boolean works() {
        return faults.isEmpty();
    }
}
