package dev.carornot.classifier.tensor;

import static dev.carornot.classifier.tensor.Checkpoints.floats;
import static dev.carornot.classifier.tensor.Checkpoints.legacy;
import static dev.carornot.classifier.tensor.Checkpoints.longs;
import static dev.carornot.classifier.tensor.Checkpoints.stateDict;
import static dev.carornot.classifier.tensor.Checkpoints.storage;
import static dev.carornot.classifier.tensor.Checkpoints.tensor;
import static dev.carornot.classifier.tensor.Checkpoints.zip;
import static dev.carornot.classifier.tensor.Checkpoints.zipEntries;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TorchCheckpointTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {ZipEntry.STORED, ZipEntry.DEFLATED})
    void theZipFormIsReadInItsOrder(int method) throws IOException {
        Map<String, Object> tensors = new LinkedHashMap<>();
        tensors.put("conv1.weight", tensor(storage("FloatStorage", "0", 6), 0, List.of(2, 3), List.of(3, 1)));
        tensors.put("bn1.weight", tensor(storage("FloatStorage", "1", 1), 0, List.of(1), List.of(1)));
        tensors.put("bn1.num_batches_tracked", tensor(storage("LongStorage", "2", 1), 0, List.of(), List.of()));
        Map<String, byte[]> storages =
                Map.of("0", floats(1, 2, 3, 4, 5, 6), "1", floats(-1), "2", longs(1_234_567_890_123L));

        TensorMap map = read(zip(zipEntries(stateDict(tensors), storages), method));

        assertThat(map.tensors().keySet()).containsExactly("conv1.weight", "bn1.weight", "bn1.num_batches_tracked");
        assertThat(map.tensors().get("conv1.weight").shape()).isEqualTo(new Shape(2, 3));
        assertThat(map.tensors().get("conv1.weight").toFloats()).containsExactly(1, 2, 3, 4, 5, 6);
        Tensor counter = map.tensors().get("bn1.num_batches_tracked");
        assertThat(counter.type()).isEqualTo(DataType.INT64);
        assertThat(counter.shape()).isEqualTo(new Shape());
        assertThat(counter.data().getLong()).isEqualTo(1_234_567_890_123L);
    }

    @Test
    void theOlderFormIsRead() throws IOException {
        Map<String, Object> tensors = new LinkedHashMap<>();
        tensors.put("b", tensor(storage("FloatStorage", "94", 2), 0, List.of(2), List.of(1)));
        tensors.put("a", tensor(storage("FloatStorage", "37", 3), 0, List.of(3), List.of(1)));
        Map<String, byte[]> storages = new LinkedHashMap<>();
        storages.put("37", floats(1, 2, 3));
        storages.put("94", floats(4, 5));

        TensorMap map = read(legacy(stateDict(tensors), storages, Float.BYTES));

        assertThat(map.tensors().keySet()).containsExactly("b", "a");
        assertThat(map.tensors().get("a").toFloats()).containsExactly(1, 2, 3);
        assertThat(map.tensors().get("b").toFloats()).containsExactly(4, 5);
    }

    @Test
    void parametersOfTheFirstPyTorchVersionsAreRead() throws IOException {
        Object storage = new PickleWriter.Persistent(
                Arrays.asList("storage", new PickleWriter.Global("torch.FloatStorage"), "7", "cuda:0", 2, null));
        Object view =
                new PickleWriter.Call("torch._utils._rebuild_tensor", List.of(storage, 0, List.of(2), List.of(1)));
        Object parameter = new PickleWriter.Built(
                new PickleWriter.Call("torch.nn.parameter.Parameter", List.of(view)), List.of(true, false));
        Object pair = new Object[] {"fc.bias", parameter};
        Object dictionary = new PickleWriter.Call("collections.OrderedDict", List.of((Object) new Object[] {pair}));

        TensorMap map = read(legacy(dictionary, Map.of("7", floats(3, 4)), Float.BYTES));

        assertThat(map.tensors().get("fc.bias").toFloats()).containsExactly(3, 4);
    }

    @Test
    void parametersAreRead() throws IOException {
        Object view = tensor(storage("FloatStorage", "0", 1), 0, List.of(1), List.of(1));
        Object parameter = new PickleWriter.Call(
                "torch._utils._rebuild_parameter", List.of(view, true, new PickleWriter.OrderedDict(Map.of())));

        assertThat(readZip(Map.of("w", parameter), Map.of("0", floats(9)))
                        .tensors()
                        .get("w")
                        .toFloats())
                .containsExactly(9);
    }

    @ParameterizedTest
    @EnumSource(ElementType.class)
    void everyTypeOfStorageIsRead(ElementType type) throws IOException {
        byte[] bytes = new byte[2 * type.width()];
        String storageType = switch (type) {
            case F64 -> "DoubleStorage";
            case F32 -> "FloatStorage";
            case F16 -> "HalfStorage";
            case BF16 -> "BFloat16Storage";
            case I64 -> "LongStorage";
            case I32 -> "IntStorage";
            case I16 -> "ShortStorage";
            case I8 -> "CharStorage";
            case U8 -> "ByteStorage";
            case BOOL -> "BoolStorage";
        };
        Object view = tensor(storage(storageType, "0", 2), 0, List.of(2), List.of(1));

        Tensor tensor = readZip(Map.of("a", view), Map.of("0", bytes)).tensors().get("a");

        assertThat(tensor.type()).isEqualTo(type.type());
        assertThat(tensor.data().remaining()).isEqualTo(bytes.length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"state_dict", "model"})
    void aStateDictInsideATrainingScriptsDictionaryIsFound(String wrapper) throws IOException {
        Map<String, Object> outer = new LinkedHashMap<>();
        outer.put("epoch", 90);
        outer.put("best", null);
        outer.put(wrapper, stateDict(Map.of("w", tensor(storage("FloatStorage", "0", 1), 0, List.of(1), List.of(1)))));
        outer.put("optimizer", Map.of("param_groups", new Object[] {Map.of("params", new Object[] {0, 1})}));

        assertThat(read(zip(zipEntries(outer, Map.of("0", floats(2))), ZipEntry.STORED))
                        .tensors())
                .containsOnlyKeys("w");
    }

    @Test
    void stridesAndOffsetsAreHonoured() throws IOException {
        Object shared = storage("FloatStorage", "0", 8);
        Map<String, Object> views = new LinkedHashMap<>();
        views.put("transposed", tensor(shared, 0, List.of(3, 2), List.of(1, 3)));
        views.put("column", tensor(shared, 1, List.of(2), List.of(3)));
        views.put("tail", tensor(shared, 6, List.of(2), List.of(1)));
        views.put("scalar", tensor(shared, 7, List.of(), List.of()));
        views.put("empty", tensor(shared, 8, List.of(0, 5), List.of(5, 1)));
        views.put("onesWithOddStrides", tensor(shared, 0, List.of(1, 2, 1), List.of(99, 1, 42)));

        TensorMap map = readZip(views, Map.of("0", floats(0, 1, 2, 3, 4, 5, 6, 7)));

        assertThat(map.tensors().get("transposed").toFloats()).containsExactly(0, 3, 1, 4, 2, 5);
        assertThat(map.tensors().get("column").toFloats()).containsExactly(1, 4);
        assertThat(map.tensors().get("tail").toFloats()).containsExactly(6, 7);
        assertThat(map.tensors().get("scalar").toFloats()).containsExactly(7);
        assertThat(map.tensors().get("empty").toFloats()).isEmpty();
        assertThat(map.tensors().get("onesWithOddStrides").toFloats()).containsExactly(0, 1);
    }

    @Test
    void aConvolutionInChannelsLastOrderComesOutRowMajor() throws IOException {
        // Shape (1, 2, 2, 2) in memory as (1, 2, 2, channels).
        Object view = tensor(storage("FloatStorage", "0", 8), 0, List.of(1, 2, 2, 2), List.of(8, 1, 4, 2));

        TensorMap map = readZip(Map.of("w", view), Map.of("0", floats(0, 10, 1, 11, 2, 12, 3, 13)));

        assertThat(map.tensors().get("w").toFloats()).containsExactly(0, 1, 2, 3, 10, 11, 12, 13);
    }

    @Test
    void whatIsSharedInTheFileIsSharedInMemory() throws IOException {
        Object shared = storage("FloatStorage", "0", 2);
        Map<String, Object> views = new LinkedHashMap<>();
        views.put("a", tensor(shared, 0, List.of(2), List.of(1)));
        views.put("b", tensor(shared, 0, List.of(2), List.of(1)));

        TensorMap map = readZip(views, Map.of("0", floats(1, 2)));

        assertThat(map.tensors().get("b").toFloats())
                .isEqualTo(map.tensors().get("a").toFloats());
    }

    @Test
    void theContentDecidesWhatAFileIs() throws IOException {
        Object view = tensor(storage("FloatStorage", "0", 1), 0, List.of(1), List.of(1));
        Path zip = Files.write(
                folder.resolve("zip.safetensors"),
                zip(zipEntries(stateDict(Map.of("w", view)), Map.of("0", floats(1))), ZipEntry.STORED));
        Path old = Files.write(
                folder.resolve("old.bin"), legacy(stateDict(Map.of("w", view)), Map.of("0", floats(2)), Float.BYTES));
        Path safetensors = folder.resolve("model.pth");
        // The header's length is 0x280: it begins like a pickle of protocol 2.
        String padding = "x"
                .repeat(0x280
                        - "{'__metadata__':{'p':''},'w':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}".length());
        Safetensors.write(safetensors, Map.of("w", Tensor.of(new float[] {3}, new Shape(1))), Map.of("p", padding));
        assertThat(Files.readAllBytes(safetensors)).startsWith(0x80, 2);

        assertThat(TensorFiles.read(zip).tensors().get("w").toFloats()).containsExactly(1);
        assertThat(TensorFiles.read(old).tensors().get("w").toFloats()).containsExactly(2);
        assertThat(TensorFiles.read(safetensors).tensors().get("w").toFloats()).containsExactly(3);
    }

    private TensorMap readZip(Map<String, ?> tensors, Map<String, byte[]> storages) throws IOException {
        return read(zip(zipEntries(stateDict(tensors), storages), ZipEntry.STORED));
    }

    private TensorMap read(byte[] file) throws IOException {
        return TorchCheckpoint.read(Files.write(folder.resolve("model.pth"), file));
    }
}
