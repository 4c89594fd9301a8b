package dev.carornot.training.device;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.ptr.IntByReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What NVIDIA's driver says of this machine. The driver's own library is asked: the CUDA runtime, which DJL asks, is part of
 * the toolkit, and a machine without the toolkit would pass for one without GPUs.
 *
 * @param status of its initialisation, as {@code CUresult} numbers it; 0 is success
 * @param version the newest CUDA that it can run, e.g. 12080 for 12.8; 0 where it does not say
 * @param gpus names of the GPUs that this process may see
 */
record CudaDriver(int status, int version, List<String> gpus) {
    static final int SUCCESS = 0;

    /** {@code CUDA_ERROR_NO_DEVICE}. */
    static final int NO_DEVICE = 100;

    /** Installed by the driver under this name everywhere; the one without a number belongs to the toolkit. */
    private static final String LINUX = "libcuda.so.1";

    private static final String WINDOWS = "nvcuda";

    /** Longer names are cut off. */
    private static final int NAME_BYTES = 128;

    CudaDriver {
        gpus = List.copyOf(gpus);
    }

    /** A few of the driver API's functions (CUDA Driver API, sections 6.2 to 6.5); each returns a {@code CUresult}. */
    private interface Functions extends Library {
        int cuInit(int flags);

        int cuDriverGetVersion(IntByReference version);

        int cuDeviceGetCount(IntByReference count);

        int cuDeviceGet(IntByReference device, int ordinal);

        int cuDeviceGetName(byte[] name, int length, int device);
    }

    /** Asks the driver; empty where there is none. */
    static Optional<CudaDriver> find() {
        Functions functions;
        try {
            functions = Native.load(Platform.isWindows() ? WINDOWS : LINUX, Functions.class);
        } catch (UnsatisfiedLinkError e) {
            return Optional.empty();
        }
        IntByReference number = new IntByReference();
        int version = functions.cuDriverGetVersion(number) == SUCCESS ? number.getValue() : 0;
        int status = functions.cuInit(0);
        List<String> gpus = new ArrayList<>();
        if (status == SUCCESS && functions.cuDeviceGetCount(number) == SUCCESS) {
            int count = number.getValue();
            for (int i = 0; i < count; i++) {
                gpus.add(name(functions, i));
            }
        }
        return Optional.of(new CudaDriver(status, version, gpus));
    }

    private static String name(Functions functions, int ordinal) {
        IntByReference device = new IntByReference();
        byte[] name = new byte[NAME_BYTES];
        boolean known = functions.cuDeviceGet(device, ordinal) == SUCCESS
                && functions.cuDeviceGetName(name, name.length, device.getValue()) == SUCCESS;
        return known ? Native.toString(name) : "GPU " + ordinal;
    }
}
