package dev.carornot.classifier.tensor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.carornot.classifier.fixture.Shared;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
    private static final String NAME = "weights.safetensors";
    private static final String TWO_TENSORS = "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},"
            + "'b':{'dtype':'I64','shape':[],'data_offsets':[8,16]}}";

    @TempDir
    private Path folder;

    @Test
    void aFileWrittenByHandIsRead() throws IOException {
        ByteBuffer data = data(16).putFloat(0, 1.5f).putFloat(4, -2).putLong(8, 42);

        TensorMap map = Safetensors.read(
                bytes("{'__metadata__':{'format':'pt'}," + TWO_TENSORS.substring(1) + "   ", data), NAME);

        assertThat(map.source()).isEqualTo(NAME);
        assertThat(map.metadata()).containsExactly(Map.entry("format", "pt"));
        assertThat(map.tensors().keySet()).containsExactly("a", "b");
        assertThat(map.tensors().get("a").toFloats()).containsExactly(1.5f, -2);
        assertThat(map.tensors().get("b").type()).isEqualTo(DataType.INT64);
        assertThat(map.tensors().get("b").shape()).isEqualTo(new Shape());
        assertThat(map.tensors().get("b").data().getLong()).isEqualTo(42);
    }

    @Test
    void theHeadersOrderMayDifferFromTheDatas() throws IOException {
        ByteBuffer data = data(2).put(0, (byte) 1).put(1, (byte) 2);

        TensorMap map = Safetensors.read(
                bytes(
                        "{'late':{'dtype':'U8','shape':[1],'data_offsets':[1,2]},"
                                + "'early':{'data_offsets':[0,1],'shape':[1],'dtype':'U8','remark':{'ignored':[1]}}}",
                        data),
                NAME);

        assertThat(map.tensors().keySet()).containsExactly("late", "early");
        assertThat(map.tensors().get("late").data().get()).isEqualTo((byte) 2);
    }

    @Test
    void emptyTensorsAndEmptyFilesAreRead() throws IOException {
        TensorMap map = Safetensors.read(
                bytes(
                        "{'a':{'dtype':'F32','shape':[0,3],'data_offsets':[0,0]},"
                                + "'b':{'dtype':'U8','shape':[1],'data_offsets':[0,1]},"
                                + "'c':{'dtype':'F32','shape':[0],'data_offsets':[1,1]}}",
                        data(1)),
                NAME);

        assertThat(map.tensors().get("a").shape()).isEqualTo(new Shape(0, 3));
        assertThat(Safetensors.read(bytes("{}", data(0)), NAME).tensors()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(ElementType.class)
    void everyTypeIsWrittenAndRead(ElementType type) throws IOException {
        byte[] random = new byte[6 * type.width()];
        new Random(1).nextBytes(random);
        Tensor tensor = new Tensor(type.type(), new Shape(2, 3), ByteBuffer.wrap(random));
        Path file = folder.resolve(NAME);

        Safetensors.write(file, Map.of("a.weight", tensor), Map.of());

        Tensor read = Safetensors.read(file).tensors().get("a.weight");
        assertThat(read.type()).isEqualTo(type.type());
        assertThat(read.shape()).isEqualTo(new Shape(2, 3));
        assertThat(read.data()).isEqualTo(ByteBuffer.wrap(random));
    }

    @Test
    void theBytesWrittenAreThoseOfTheFormat() throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("b", Tensor.of(new float[] {1}, new Shape(1)));
        tensors.put("a", Tensor.of(new float[] {2}, new Shape()));

        Safetensors.write(folder.resolve(NAME), tensors, Map.of("by", "hand"));

        String header = "{'__metadata__':{'by':'hand'},'b':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},"
                + "'a':{'dtype':'F32','shape':[],'data_offsets':[4,8]}}";
        String padded = header + " ".repeat((8 - header.length() % 8) % 8);
        assertThat(Files.readAllBytes(folder.resolve(NAME)))
                .isEqualTo(bytes(padded, data(8).putFloat(0, 1).putFloat(4, 2)).array());
    }

    @Test
    void writingAgainReplacesTheFileAndLeavesNothingBeside() throws IOException {
        Path file = folder.resolve(NAME);
        Safetensors.write(file, Map.of("a", Tensor.of(new float[] {1}, new Shape(1))), Map.of());
        Tensor mapped = Safetensors.read(file).tensors().get("a");

        Safetensors.write(file, Map.of("a", Tensor.of(new float[] {2}, new Shape(1))), Map.of());

        assertThat(Safetensors.read(file).tensors().get("a").toFloats()).containsExactly(2);
        assertThat(mapped.toFloats()).as("the file that was mapped before").containsExactly(1);
        assertThat(filesIn(folder)).containsExactly(NAME);
    }

    @Test
    void aFailedWriteLeavesNothing() throws IOException {
        Path occupied = Files.createDirectories(folder.resolve(NAME).resolve("full"));

        assertThatThrownBy(() -> Safetensors.write(
                        occupied.getParent(), Map.of("a", Tensor.of(new float[] {1}, new Shape(1))), Map.of()))
                .isInstanceOf(IOException.class);

        assertThat(filesIn(folder)).containsExactly(NAME);
    }

    @Test
    void whatTheFormatCannotHoldIsNotWritten() {
        Tensor unknown = new Tensor(DataType.UINT16, new Shape(1), ByteBuffer.allocate(2));
        Tensor plain = Tensor.of(new float[] {1}, new Shape(1));

        assertThatThrownBy(() -> Safetensors.write(folder.resolve(NAME), Map.of("a", unknown), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'a' has the element type uint16");
        assertThatThrownBy(() -> Safetensors.write(folder.resolve(NAME), Map.of("__metadata__", plain), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("reserves the name");
    }

    @Test
    void aFileCutShortAnywhereIsRefused() throws IOException {
        byte[] whole = bytes(TWO_TENSORS, data(16)).array();
        for (int length = 0; length < whole.length; length++) {
            assertRefused(ByteBuffer.wrap(Arrays.copyOf(whole, length)), NAME);
        }
    }

    @Test
    void aFileWithBytesTooManyIsRefused() {
        assertRefused(bytes(TWO_TENSORS, data(17)), "its tensors cover 16 bytes of data, but 17 follow the header");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE, 100_000_001})
    void anAbsurdHeaderLengthIsRefused(long length) {
        assertRefused(data(64).putLong(0, length), "its header would have " + Long.toUnsignedString(length) + " bytes");
    }

    @Test
    void aHeaderBeyondTheFileIsRefused() {
        assertRefused(data(64).putLong(0, 57), "its header has 57 bytes, and only 56 follow");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "{", "{'a'}", "{'a':}", "{,}", "{} trailing", "\u0000\u0000", "{'a':\u0001}"})
    void aHeaderThatIsNoJsonIsRefused(String header) {
        assertRefused(bytes(header, data(0)), NAME + " is no safetensors file: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "3", "'a'", "null"})
    void aHeaderThatIsNoObjectIsRefused(String header) {
        assertRefused(bytes(header, data(0)), "its header is no JSON object");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16", "UTF-32LE"})
    void aHeaderInAnotherEncodingIsRefused(String encoding) {
        byte[] header = "{}".getBytes(Charset.forName(encoding));
        assertRefused(
                data(8 + header.length).putLong(0, header.length).put(8, header), NAME + " is no safetensors file");
    }

    @Test
    void aSecondObjectAfterTheHeaderIsRefused() {
        assertRefused(bytes("{}{}", data(0)), "text follows its header's object");
    }

    @Test
    void aDeeplyNestedHeaderIsRefused() {
        assertRefused(bytes("{'a':{'x':" + "[".repeat(100_000), data(0)), NAME + " is no safetensors file");
    }

    @Test
    void aTensorListedTwiceIsRefused() {
        String a = "'a':{'dtype':'U8','shape':[1],'data_offsets':[0,1]}";
        assertRefused(bytes("{" + a + "," + a + "}", data(1)), "Duplicate field 'a'");
    }

    @Test
    void aFieldListedTwiceIsRefused() {
        assertRefused(
                bytes("{'a':{'dtype':'U8','shape':[1],'shape':[1],'data_offsets':[0,1]}}", data(1)),
                "Duplicate field 'shape'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "3; is described by no JSON object",
                "{}; needs a dtype, a shape and two data_offsets",
                "{'dtype':'U8','shape':[1]}; needs a dtype, a shape and two data_offsets",
                "{'dtype':'U8','shape':[1],'data_offsets':[0]}; needs a dtype, a shape and two data_offsets",
                "{'dtype':'U8','shape':[1],'data_offsets':[0,1,1]}; has a data_offsets of more than 2 numbers",
                "{'dtype':'F8_E4M3','shape':[1],'data_offsets':[0,1]}; has the element type 'F8_E4M3', which is none of F64",
                "{'dtype':8,'shape':[1],'data_offsets':[0,1]}; has a dtype that is not a text",
                "{'dtype':'U8','shape':1,'data_offsets':[0,1]}; has a shape that is no list",
                "{'dtype':'U8','shape':[-1],'data_offsets':[0,1]}; has a shape with something else than whole numbers",
                "{'dtype':'U8','shape':[1.0],'data_offsets':[0,1]}; has a shape with something else than whole numbers",
                "{'dtype':'U8','shape':['1'],'data_offsets':[0,1]}; has a shape with something else than whole numbers",
                "{'dtype':'U8','shape':[[1]],'data_offsets':[0,1]}; has a shape with something else than whole numbers",
                "{'dtype':'U8','shape':[1],'data_offsets':[0,99999999999999999999]}; has a data_offsets with something else",
                "{'dtype':'U8','shape':[4294967296,4294967296],'data_offsets':[0,1]}; has the impossible shape",
                "{'dtype':'F64','shape':[2305843009213693952],'data_offsets':[0,0]}; has the impossible shape",
                "{'dtype':'U8','shape':[2],'data_offsets':[0,1]}; has 1 bytes, but U8 of shape [2] needs 2",
                "{'dtype':'U8','shape':[0],'data_offsets':[1,0]}; ends before it begins",
                "{'dtype':'U8','shape':[2],'data_offsets':[0,2]}; ends at byte 2 of the data, which has 1 bytes",
                "{'dtype':'U8','shape':[0],'data_offsets':[9223372036854775807,9223372036854775807]}; ends at byte 92233",
            })
    void aMalformedTensorIsRefusedWithItsName(String description, String reason) {
        assertRefused(bytes("{'a':" + description + "}", data(1)), "In " + NAME + " the tensor 'a' " + reason);
    }

    @Test
    void aHeaderOfMoreTensorsThanAnyNetworkHasIsRefused() {
        StringBuilder header = new StringBuilder("{'0':{'dtype':'U8','shape':[0],'data_offsets':[0,0]}");
        for (int i = 1; i <= 100_000; i++) {
            header.append(",'").append(i).append("':{'dtype':'U8','shape':[0],'data_offsets':[0,0]}");
        }

        assertRefused(bytes(header + "}", data(0)), NAME + " lists more than 100000 tensors");
    }

    @Test
    void aShapeOfTooManyDimensionsIsRefused() {
        String ones = "1" + ",1".repeat(64);
        assertRefused(
                bytes("{'a':{'dtype':'U8','shape':[" + ones + "],'data_offsets':[0,1]}}", data(1)),
                "has a shape of more than 64 numbers");
    }

    @Test
    void overlappingTensorsAreRefused() {
        assertRefused(
                bytes(
                        "{'a':{'dtype':'U8','shape':[2],'data_offsets':[0,2]},"
                                + "'b':{'dtype':'U8','shape':[2],'data_offsets':[1,3]}}",
                        data(3)),
                "the tensor 'b' overlaps another tensor at byte 1 of the data");
    }

    @Test
    void holesInTheDataAreRefused() {
        assertRefused(
                bytes("{'a':{'dtype':'U8','shape':[1],'data_offsets':[1,2]}}", data(2)),
                "the tensor 'a' begins at byte 1 of the data and leaves a hole from byte 0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {"[]; the metadata is no JSON object", "{'n':3}; the metadata's 'n' is not a text"})
    void malformedMetadataIsRefused(String metadata, String reason) {
        assertRefused(bytes("{'__metadata__':" + metadata + "}", data(0)), "In " + NAME + " " + reason);
    }

    @Test
    void aMessageStaysOneShortLineWhateverTheNameIs() {
        String name = "x\\n".repeat(5000);
        assertThatThrownBy(() -> Safetensors.read(bytes("{'" + name + "':3}", data(0)), NAME))
                .isInstanceOf(TensorFileException.class)
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200).doesNotContain("\n"));
    }

    @Test
    void randomDamageIsEitherRefusedOrHarmless() {
        byte[] whole = bytes(TWO_TENSORS, data(16)).array();
        Random random = new Random(1);
        for (int i = 0; i < 5_000; i++) {
            byte[] damaged = whole.clone();
            for (int flips = random.nextInt(3); flips >= 0; flips--) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                Safetensors.read(ByteBuffer.wrap(damaged), NAME);
            } catch (TensorFileException e) {
                assertThat(e.getMessage()).contains(NAME).doesNotContain("\n");
            }
        }
    }

    @Test
    void anAbsentFileAndAFolderAreRefused() {
        assertThatThrownBy(() -> Safetensors.read(folder.resolve("absent")))
                .isInstanceOf(TensorFileException.class)
                .hasMessageEndingWith("absent does not exist.");
        assertThatThrownBy(() -> Safetensors.read(folder))
                .isInstanceOf(TensorFileException.class)
                .hasMessageEndingWith("is no regular file.");
    }

    @Test
    void aFileOfMoreThanTwoGigabytesIsRefused() throws IOException {
        Path file = folder.resolve("large.safetensors");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(Integer.MAX_VALUE + 1L);
        }

        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(TensorFileException.class)
                .hasMessageEndingWith("large.safetensors has 2147483648 bytes; only files up to 2 GB can be read.");
    }

    @Test
    void realWeightsAreRead() throws IOException {
        TensorMap map = TensorFiles.read(Shared.require("weights/resnet50_v1_stages1-4.safetensors"));

        assertThat(map.tensors()).hasSize(215);
        assertThat(map.metadata()).containsEntry("architecture", "resnet50").containsEntry("batch_norm_eps", "1e-5");
        assertThat(map.tensors().get("conv1.weight").shape()).isEqualTo(new Shape(64, 3, 7, 7));
        assertThat(map.tensors().get("layer3.5.conv3.weight").shape()).isEqualTo(new Shape(1024, 256, 1, 1));
        assertThat(map.tensors().get("layer1.0.downsample.1.running_var").shape())
                .isEqualTo(new Shape(256));
        assertThat(map.tensors().values()).allMatch(t -> t.type() == DataType.FLOAT32);
        for (float variance : map.tensors().get("bn1.running_var").toFloats()) {
            assertThat(variance).isFinite().isNotNegative();
        }
    }

    private static void assertRefused(ByteBuffer file, String message) {
        assertThatThrownBy(() -> Safetensors.read(file, NAME))
                .isInstanceOf(TensorFileException.class)
                .hasMessageContaining(message)
                .hasMessageEndingWith(".")
                .satisfies(e -> assertThat(e.getMessage()).contains(NAME).doesNotContain("\n"));
    }

    /** A file by hand; JSON with single quotes, for legibility. */
    private static ByteBuffer bytes(String header, ByteBuffer data) {
        byte[] json = header.replace('\'', '"').getBytes(UTF_8);
        return data(Long.BYTES + json.length + data.capacity())
                .putLong(0, json.length)
                .put(Long.BYTES, json)
                .put(Long.BYTES + json.length, data, 0, data.capacity());
    }

    private static ByteBuffer data(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static Stream<String> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        }
    }
}
