package dev.carornot.classifier.tensor;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * A tensor as it lies in a file: dense, row-major, little-endian. Immutable and thread-safe.
 */
public final class Tensor {
    private final DataType type;
    private final Shape shape;
    private final ByteBuffer data;

    /**
     * @param type element type, at least one byte wide
     * @param shape every dimension known and not negative; the empty shape is a scalar
     * @param data exactly the tensor's bytes between position and limit; not copied, and must not change afterwards
     * @throws IllegalArgumentException when {@code data} has another length than type and shape say
     */
    public Tensor(DataType type, Shape shape, ByteBuffer data) {
        long expected = shape.size() * type.getNumOfBytes();
        if (data.remaining() != expected) {
            throw new IllegalArgumentException(
                    "A tensor of " + type + " " + shape + " has " + expected + " bytes, not " + data.remaining() + ".");
        }
        this.type = type;
        this.shape = shape;
        this.data = data.slice().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A 32-bit float tensor over a copy of {@code values}. */
    public static Tensor of(float[] values, Shape shape) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(Math.multiplyExact(values.length, Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return new Tensor(DataType.FLOAT32, shape, bytes);
    }

    public DataType type() {
        return type;
    }

    public Shape shape() {
        return shape;
    }

    /**
     * The bytes, read-only, little-endian, positioned at the first; a fresh view at each call. DJL builds an NDArray over
     * the memory of a direct buffer without a copy: copy such an NDArray before anything writes to it, since native code
     * ignores that the buffer is read-only, and ends the JVM when the memory is a mapped file.
     */
    public ByteBuffer data() {
        return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * The values as 32-bit floats, widened from float16 or bfloat16 or narrowed from float64 where needed.
     *
     * @throws IllegalStateException when the element type is no floating-point type
     */
    public float[] toFloats() {
        int count = Math.toIntExact(shape.size());
        float[] out = new float[count];
        ByteBuffer view = data();
        switch (type) {
            case FLOAT32 -> {
                FloatBuffer floats = view.asFloatBuffer();
                floats.get(out);
            }
            case FLOAT16 -> {
                for (int i = 0; i < count; i++) {
                    out[i] = HalfPrecision.fromFloat16(view.getShort(2 * i));
                }
            }
            case BFLOAT16 -> {
                for (int i = 0; i < count; i++) {
                    out[i] = Float.intBitsToFloat(view.getShort(2 * i) << 16);
                }
            }
            case FLOAT64 -> {
                for (int i = 0; i < count; i++) {
                    out[i] = (float) view.getDouble(8 * i);
                }
            }
            default -> throw new IllegalStateException("A tensor of " + type + " holds no floating-point numbers.");
        }
        return out;
    }
}
