package dev.carornot.classifier.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import org.junit.jupiter.api.Test;

class TensorTest {
    @Test
    void everyFloatingPointTypeYieldsFloats() {
        assertThat(Tensor.of(new float[] {1.5f, -2}, new Shape(2)).toFloats()).containsExactly(1.5f, -2);
        assertThat(tensor(DataType.FLOAT16, bytes(4).putShort(0, (short) 0x3e00).putShort(2, (short) 0xc000))
                        .toFloats())
                .containsExactly(1.5f, -2);
        assertThat(tensor(
                                DataType.BFLOAT16,
                                bytes(4).putShort(0, (short) 0x3fc0).putShort(2, (short) 0xc000))
                        .toFloats())
                .containsExactly(1.5f, -2);
        assertThat(tensor(DataType.FLOAT64, bytes(16).putDouble(0, 1.5).putDouble(8, -2))
                        .toFloats())
                .containsExactly(1.5f, -2);
    }

    @Test
    void integersAreNotTakenForFloats() {
        Tensor tensor = tensor(DataType.INT64, bytes(16));

        assertThatThrownBy(tensor::toFloats)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no floating-point numbers");
    }

    @Test
    void aScalarHasOneValue() {
        assertThat(Tensor.of(new float[] {3}, new Shape()).toFloats()).containsExactly(3);
    }

    @Test
    void bytesOfAnotherLengthAreRefused() {
        assertThatThrownBy(() -> tensor(DataType.FLOAT32, bytes(9)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has 8 bytes, not 9");
    }

    @Test
    void nobodyChangesATensorThroughItsBuffer() {
        Tensor tensor = Tensor.of(new float[] {1, 2}, new Shape(2));
        ByteBuffer first = tensor.data();
        first.position(4);

        assertThat(tensor.data().position()).isZero();
        assertThat(tensor.data().order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
        assertThatThrownBy(() -> first.put((byte) 1)).isInstanceOf(ReadOnlyBufferException.class);
    }

    private static Tensor tensor(DataType type, ByteBuffer data) {
        return new Tensor(type, new Shape(2), data);
    }

    private static ByteBuffer bytes(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
