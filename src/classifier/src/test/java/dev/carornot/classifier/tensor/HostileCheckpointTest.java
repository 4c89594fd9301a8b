package dev.carornot.classifier.tensor;

import static dev.carornot.classifier.tensor.Checkpoints.floats;
import static dev.carornot.classifier.tensor.Checkpoints.legacy;
import static dev.carornot.classifier.tensor.Checkpoints.stateDict;
import static dev.carornot.classifier.tensor.Checkpoints.storage;
import static dev.carornot.classifier.tensor.Checkpoints.tensor;
import static dev.carornot.classifier.tensor.Checkpoints.zip;
import static dev.carornot.classifier.tensor.Checkpoints.zipEntries;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carornot.classifier.tensor.PickleWriter.Call;
import dev.carornot.classifier.tensor.PickleWriter.Persistent;
import dev.carornot.classifier.tensor.PickleWriter.Raw;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileCheckpointTest {
    private static final Object WHOLE_STORAGE = storage("FloatStorage", "0", 4);

    @TempDir
    private Path folder;

    /** Among them everything that the pickle library would build by itself. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "os.system",
                "builtins.eval",
                "builtins.complex",
                "builtins.ValueError",
                "exceptions.Exception",
                "decimal.Decimal",
                "datetime.datetime",
                "array.array",
                "copy_reg._reconstructor",
                "operator.attrgetter",
                "_codecs.encode",
                "torch.Tensor",
                "torch.FloatStorage.system",
                "torch.storage._load_from_bytes",
                "collections.OrderedDict.fromkeys",
                "java.lang.Runtime"
            })
    void whateverIsNoTensorIsRefusedByName(String path) throws IOException {
        Object call = new Call(path, List.of("touch /tmp/owned"));

        assertRefused(zipOf(stateDict(Map.of("w", call))), "model.pth asks for '" + path + "'; only tensors are read.");
        assertRefused(
                legacy(stateDict(Map.of("w", call)), Map.of(), Float.BYTES),
                "model.pth asks for '" + path + "'; only tensors are read.");
    }

    @Test
    void aNameTakenFromTheStackIsRefusedToo() throws IOException {
        // SHORT_BINUNICODE twice, STACK_GLOBAL
        Object global = new Raw("\u008c\u0002os\u008c\u0006system\u0093");

        assertRefused(zipOf(Map.of("w", global)), "asks for 'os.system'; only tensors are read.");
    }

    @Test
    void opcodesThatMakeObjectsByOtherWaysAreRefused() throws IOException {
        assertRefused(zipOf(Map.of("w", new Raw("(ios\nsystem\n"))), "holds the pickle opcode 105");
        assertRefused(zipOf(Map.of("w", new Raw("(o"))), "holds the pickle opcode 111");
        assertRefused(zipOf(Map.of("w", new Raw("\u0082\u0001"))), "holds the pickle opcode 130");
        assertRefused(zipOf(Map.of("w", new Raw("\u0097"))), "holds the pickle opcode 151");
        assertRefused(zipOf(Map.of("w", new Raw("L1234L\n"))), "holds the pickle opcode 76");
    }

    @Test
    void theStateOfSomethingElseIsNotSet() throws IOException {
        assertRefused(
                zipOf(Map.of("w", new PickleWriter.Built("text", Map.of()))),
                "sets the state of something that is no tensor");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X\u00ff\u00ff\u00ff\u00ff",
                "X\u00ff\u00ff\u00ff\u007f",
                "\u008d\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff",
                "\u008d\u0000\u0000\u0000\u0000\u0001\u0000\u0000\u0000"
            })
    void aTextLongerThanTheFileTakesNoMemory(String opcodes) throws IOException {
        assertRefused(zipOf(Map.of("w", new Raw(opcodes))), "is truncated or damaged: a text in its pickle would have");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "0", "a", "R", "(R", "NR", "]NR", "Q", "NQ", "h\u0007", "u", "s", "e", "\u0093", "NN\u0093"})
    void anUnbalancedPickleIsRefused(String opcodes) throws IOException {
        byte[] pickle = ("\u0080\u0002" + opcodes + ".").getBytes(ISO_8859_1);
        Map<String, byte[]> entries = zipEntries(null, Map.of());
        entries.put("archive/data.pkl", pickle);

        assertRefused(zip(entries, ZipEntry.STORED), "model.pth is damaged");
    }

    @Test
    void aContainerThatHoldsItselfAsAKeyIsRefused() throws IOException {
        // d = {}; memo 0; d[d] = None
        assertRefused(zipOf(new Raw("}q\u0000h\u0000Ns")), "a dictionary with a key that is no text and no number");
        assertRefused(zipOf(new Raw("}q\u0000(h\u0000Nu")), "a dictionary with a key that is no text and no number");
    }

    @Test
    void aContainerThatHoldsItselfAsAValueIsNoStateDict() throws IOException {
        assertRefused(zipOf(new Raw("}q\u0000K\u0001h\u0000s")), "its entry '1' is no tensor");
    }

    @Test
    void somethingElseThanAStateDictIsRefusedWithItsFirstEntries() throws IOException {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("epoch", 3);
        object.put("loss", 4);

        assertRefused(
                zipOf(object),
                "holds no state_dict: its entry 'epoch' is no tensor (its first entries are 'epoch', 'loss')");
        assertRefused(zipOf(3), "holds no state_dict; save model.state_dict() with torch.save.");
    }

    @Test
    void viewsBeyondTheirStorageAreRefusedWithTheirName() throws IOException {
        assertViewRefused(0, List.of(5), List.of(1), "reaches element 4 of a storage that has 4");
        assertViewRefused(1, List.of(4), List.of(1), "reaches element 4 of a storage that has 4");
        assertViewRefused(0, List.of(2, 2), List.of(3, 2), "reaches element 5 of a storage that has 4");
        assertViewRefused(Long.MAX_VALUE, List.of(1), List.of(1), "reaches element 9223372036854775807");
    }

    @Test
    void impossibleShapesAreRefused() throws IOException {
        assertViewRefused(-1, List.of(1), List.of(1), "has the impossible shape [1] with strides [1] and offset -1");
        assertViewRefused(0, List.of(-1), List.of(1), "has the impossible shape");
        assertViewRefused(3, List.of(2), List.of(-1), "has the impossible shape");
        assertViewRefused(0, List.of(2, 2), List.of(1), "has the impossible shape");
        assertViewRefused(0, List.of(1L << 32, 1L << 32), List.of(0, 0), "has the impossible shape");
        assertViewRefused(0, List.of(3), List.of(Long.MAX_VALUE), "has the impossible shape");
        assertViewRefused(Long.MAX_VALUE, List.of(2), List.of(1), "has the impossible shape");
    }

    @Test
    void aViewThatRepeatsElementsIsRefused() throws IOException {
        assertViewRefused(
                0, List.of(1_000_000_000), List.of(0), "repeats elements: it has 1000000000, and its storage 4");
    }

    @Test
    void aStorageOfAnotherLengthThanPromisedIsRefused() throws IOException {
        Object view = tensor(WHOLE_STORAGE, 0, List.of(4), List.of(1));
        byte[] tooShort = zip(zipEntries(stateDict(Map.of("w", view)), Map.of("0", floats(1, 2, 3))), ZipEntry.STORED);
        byte[] tooLong =
                zip(zipEntries(stateDict(Map.of("w", view)), Map.of("0", floats(1, 2, 3, 4, 5))), ZipEntry.STORED);

        assertRefused(tooShort, "its storage '0' has 12 bytes, and 16 are promised");
        assertRefused(tooLong, "its entry 'archive/data/0' has 20 bytes, and at most 16 are expected");
        assertRefused(
                legacy(stateDict(Map.of("w", view)), Map.of("0", floats(1, 2, 3)), Float.BYTES),
                "its storage '0' has 3 elements, and 4 are promised");
    }

    @Test
    void aStorageThatIsNotThereIsNamed() throws IOException {
        Object view = tensor(WHOLE_STORAGE, 0, List.of(4), List.of(1));

        assertRefused(zipOf(stateDict(Map.of("w", view))), "it lacks the entry 'archive/data/0'");
        assertRefused(legacy(stateDict(Map.of("w", view)), Map.of(), Float.BYTES), "it lacks the storage '0'");
    }

    @Test
    void storagesDescribedInTwoWaysAreRefused() throws IOException {
        Map<String, Object> views = new LinkedHashMap<>();
        views.put("a", tensor(WHOLE_STORAGE, 0, List.of(4), List.of(1)));
        views.put("b", tensor(storage("DoubleStorage", "0", 4), 0, List.of(4), List.of(1)));

        assertRefused(zipOf(stateDict(views)), "it describes the storage '0' impossibly");
    }

    @Test
    void malformedStorageIdsAreRefused() throws IOException {
        for (List<Object> id : List.of(
                List.<Object>of("storage"),
                List.<Object>of("module", new PickleWriter.Global("torch.FloatStorage"), "0", "cpu", 1),
                List.<Object>of("storage", "torch.FloatStorage", "0", "cpu", 1),
                List.<Object>of("storage", new PickleWriter.Global("torch.FloatStorage"), 0, "cpu", 1),
                List.<Object>of("storage", new PickleWriter.Global("torch.FloatStorage"), "0", "cpu", "1"))) {
            assertRefused(zipOf(new Persistent(id)), "it names a storage in a way that is not PyTorch's");
        }
        assertRefused(zipOf(storage("FloatStorage", "0", -1)), "it describes the storage '0' impossibly");
    }

    @Test
    void calledWithOddArgumentsTheAllowedFunctionsRefuse() throws IOException {
        for (Call call : List.of(
                new Call("torch._utils._rebuild_tensor_v2", List.of()),
                new Call("torch._utils._rebuild_tensor_v2", List.of("storage", 0, List.of(), List.of())),
                new Call("torch._utils._rebuild_tensor_v2", List.of(WHOLE_STORAGE, "0", List.of(), List.of())),
                new Call("torch._utils._rebuild_tensor_v2", List.of(WHOLE_STORAGE, 0, 4, 1)),
                new Call("torch._utils._rebuild_parameter", List.of("data", true)),
                new Call("collections.OrderedDict", List.of("text")))) {
            assertRefused(zipOf(Map.of("w", call)), "calls " + call.path() + " with arguments that do not fit it");
        }
    }

    @Test
    void moreNumbersThanMemoryCanHoldAreRefusedUnread() throws IOException {
        Map<String, Object> views = new LinkedHashMap<>();
        for (int i = 0; i < 40; i++) {
            Object storage = storage("DoubleStorage", "" + i, 1 << 24);
            views.put("w" + i, tensor(storage, 0, List.of(1), List.of(1)));
        }
        assertRefused(zipOf(stateDict(views)), "holds more than 2 GB of numbers");
        Object endless = storage("DoubleStorage", "0", Long.MAX_VALUE);
        assertRefused(
                zipOf(stateDict(Map.of("w", tensor(endless, 0, List.of(1), List.of(1))))),
                "holds more than 2 GB of numbers");
    }

    @Test
    void manyCopiesOfOneStorageAreCountedToo() throws IOException {
        Object storage = storage("DoubleStorage", "0", 1 << 20);
        Map<String, Object> views = new LinkedHashMap<>();
        for (int i = 0; i < 300; i++) {
            views.put("w" + i, tensor(storage, 0, List.of(1 << 10, 1 << 10), List.of(1, 1 << 10)));
        }

        assertRefused(zipOf(stateDict(views)), "holds more than 2 GB of numbers");
    }

    @Test
    void aBombIsRefusedByWhatItClaims() throws IOException {
        byte[] bomb = zip(zipEntries(stateDict(Map.of()), Map.of("0", new byte[1 << 20])), ZipEntry.DEFLATED);
        ByteBuffer zip = ByteBuffer.wrap(bomb).order(ByteOrder.LITTLE_ENDIAN);
        // In the central directory: the entry's size, 24 bytes after its signature.
        for (int i = 0; i < bomb.length - 46; i++) {
            if (zip.getInt(i) == 0x02014b50 && zip.getInt(i + 24) == 1 << 20) {
                zip.putInt(i + 24, Integer.MAX_VALUE);
            }
        }

        assertRefused(bomb, "its entry 'archive/data/0' claims more bytes than the file can hold");
    }

    @Test
    void anEnormousPickleIsRefusedUnread() throws IOException {
        Map<String, byte[]> entries = zipEntries(null, Map.of());
        entries.put("archive/data.pkl", new byte[TorchContainer.MAX_PICKLE_BYTES + 1]);

        assertRefused(zip(entries, ZipEntry.DEFLATED), "its entry 'archive/data.pkl' has 16777217 bytes");
    }

    @Test
    void damagedBytesAreFoundByTheirChecksum() throws IOException {
        Object view = tensor(WHOLE_STORAGE, 0, List.of(4), List.of(1));
        byte[] file = zip(zipEntries(stateDict(Map.of("w", view)), Map.of("0", floats(1, 2, 3, 4))), ZipEntry.STORED);
        byte[] needle = floats(1, 2, 3, 4);
        for (int i = 0; i < file.length - needle.length; i++) {
            if (Arrays.equals(file, i, i + needle.length, needle, 0, needle.length)) {
                file[i] ^= 1;
            }
        }

        assertRefused(file, "the bytes of its entry 'archive/data/0' do not fit their checksum");
    }

    @Test
    void otherZipsAreRefused() throws IOException {
        assertRefused(zip(Map.of("a.txt", new byte[1]), ZipEntry.STORED), "it is a zip without data.pkl");
        Map<String, byte[]> program = zipEntries(Map.of(), Map.of());
        program.put("archive/constants.pkl", new byte[0]);
        assertRefused(zip(program, ZipEntry.STORED), "is a TorchScript program, which holds code");
        Map<String, byte[]> bigEndian = zipEntries(Map.of(), Map.of());
        bigEndian.put("archive/byteorder", "big".getBytes(UTF_8));
        assertRefused(zip(bigEndian, ZipEntry.STORED), "was written with the byte order 'big'");
        Map<String, byte[]> two = zipEntries(Map.of(), Map.of());
        two.put("other/data.pkl", new byte[0]);
        assertRefused(zip(two, ZipEntry.STORED), "it holds data.pkl twice");
    }

    @Test
    void otherPicklesAreRefused() throws IOException {
        assertRefused(PickleWriter.pickle(Map.of("a", 1)), "is no PyTorch checkpoint: it is another pickle");
        assertRefused(
                legacy(Map.of("little_endian", false), Map.of(), Map.of(), 1), "an unknown protocol or byte order");
    }

    @Test
    void bothFormsCutShortAnywhereAreRefused() throws IOException {
        Object object = stateDict(Map.of("w", tensor(WHOLE_STORAGE, 0, List.of(4), List.of(1))));
        Map<String, byte[]> storages = Map.of("0", floats(1, 2, 3, 4));
        for (byte[] whole : List.of(
                zip(zipEntries(object, storages), ZipEntry.STORED),
                zip(zipEntries(object, storages), ZipEntry.DEFLATED),
                legacy(object, storages, Float.BYTES))) {
            for (int length = 0; length < whole.length; length++) {
                assertRefused(Arrays.copyOf(whole, length), "model.pth is ");
            }
        }
    }

    @Test
    void bytesAfterTheOlderFormAreRefused() throws IOException {
        Object object = stateDict(Map.of("w", tensor(WHOLE_STORAGE, 0, List.of(4), List.of(1))));
        byte[] whole = legacy(object, Map.of("0", floats(1, 2, 3, 4)), Float.BYTES);

        assertRefused(Arrays.copyOf(whole, whole.length + 3), "3 bytes follow its last storage");
    }

    @Test
    void randomDamageIsEitherRefusedOrHarmless() throws IOException {
        Object object = stateDict(Map.of("w", tensor(WHOLE_STORAGE, 0, List.of(4), List.of(1))));
        Map<String, byte[]> storages = Map.of("0", floats(1, 2, 3, 4));
        Random random = new Random(1);
        for (byte[] whole :
                List.of(zip(zipEntries(object, storages), ZipEntry.STORED), legacy(object, storages, Float.BYTES))) {
            for (int i = 0; i < 300; i++) {
                byte[] damaged = whole.clone();
                for (int flips = random.nextInt(3); flips >= 0; flips--) {
                    damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
                }
                try {
                    TorchCheckpoint.read(Files.write(folder.resolve("model.pth"), damaged));
                } catch (TensorFileException e) {
                    assertThat(e.getMessage()).contains("model.pth").doesNotContain("\n");
                }
            }
        }
    }

    @Test
    void filesThatAreNoTensorFilesAreRefused() throws IOException {
        for (String content :
                List.of("", "PK", "version https://git-lfs.github.com/spec/v1", "<html>not found</html>")) {
            Path file = Files.writeString(folder.resolve("model.pth"), content);
            assertThatThrownBy(() -> TensorFiles.read(file))
                    .isInstanceOf(TensorFileException.class)
                    .hasMessage(
                            file
                                    + " is no tensor file: it begins like neither safetensors nor a PyTorch checkpoint (.pth).");
        }
        assertThatThrownBy(() -> TensorFiles.read(folder.resolve("absent")))
                .isInstanceOf(TensorFileException.class)
                .hasMessageEndingWith("absent does not exist.");
    }

    private void assertViewRefused(long offset, List<?> size, List<?> stride, String message) throws IOException {
        Object view = tensor(WHOLE_STORAGE, offset, size, stride);
        byte[] file = zip(zipEntries(stateDict(Map.of("w", view)), Map.of("0", floats(1, 2, 3, 4))), ZipEntry.STORED);
        assertRefused(file, "model.pth the tensor 'w' " + message);
    }

    private static byte[] zipOf(Object object) {
        return zip(zipEntries(object, Map.of()), ZipEntry.STORED);
    }

    private void assertRefused(byte[] content, String message) throws IOException {
        Path file = Files.write(folder.resolve("model.pth"), content);
        assertThatThrownBy(() -> TorchCheckpoint.read(file))
                .isInstanceOf(TensorFileException.class)
                .hasMessageContaining(message)
                .hasMessageContaining(file.toString())
                .hasMessageEndingWith(".")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }
}
