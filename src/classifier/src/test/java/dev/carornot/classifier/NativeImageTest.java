package dev.carornot.classifier;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.carornot.classifier.artifact.Manifest;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What a native image has to be told, held against the libraries and classes that it is about. */
final class NativeImageTest {
    private static final String FOLDER = "/META-INF/native-image/dev.carornot/carornot-classifier/";

    /** A class's name as a library hands it to JNI's FindClass. */
    private static final Pattern JNI_NAME = Pattern.compile("\\x00((?:ai/djl|com/sun/jna|java)/[A-Za-z/$]+)\\x00");

    /** Nothing of these may be in a static field of a class that is initialised while an image is built. */
    private static final List<String> OF_ONE_PROCESS = List.of(
            "ai.djl.",
            "ai.onnxruntime.",
            "com.sun.jna.",
            "java.lang.Thread",
            "java.lang.Process",
            "java.lang.ref.Cleaner",
            "java.nio.channels.",
            "java.nio.MappedByteBuffer",
            "java.net.",
            "java.security.SecureRandom",
            "java.util.Random",
            "java.util.Timer",
            "java.util.concurrent.Executor",
            "java.util.concurrent.ForkJoinPool");

    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "Looks into the libraries for Linux.")
    void everyClassThatANativeLibraryAsksForIsRegistered() throws IOException {
        Set<String> registered = names("jni-config.json");
        for (String library :
                List.of("/jnilib/linux-x86_64/cpu/libdjl_torch.so", "/com/sun/jna/linux-x86-64/libjnidispatch.so")) {
            Set<String> asked = asked(library);
            assertThat(asked).as(library).isNotEmpty();
            assertThat(registered).as(library).containsAll(asked);
        }
    }

    @Test
    void everyRecordThatAManifestConsistsOfIsRegistered() throws IOException {
        Set<String> records = new TreeSet<>();
        collect(Manifest.class, records);
        assertThat(records).hasSizeGreaterThan(1);
        assertThat(names("reflect-config.json")).containsAll(records);
    }

    @Test
    void whateverIsRegisteredExists() throws IOException, ClassNotFoundException {
        for (String file : List.of("jni-config.json", "reflect-config.json")) {
            for (String name : names(file)) {
                assertThat(Class.forName(name, false, getClass().getClassLoader()))
                        .as(name)
                        .isNotNull();
            }
        }
    }

    @Test
    void nothingOfOneProcessIsInAStaticFieldOfAClassThatIsInitialisedInTheImage() throws IOException {
        List<String> atRunTime = atRunTime();
        List<String> found = new ArrayList<>();
        for (JavaClass type : new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .withImportOption(new ArchitectureTest.DoNotIncludeFixtures())
                .importPackages("dev.carornot.classifier")) {
            if (atRunTime.stream().noneMatch(prefix -> isIn(type.getName(), prefix))) {
                type.getFields().stream()
                        .filter(field -> field.getModifiers().contains(JavaModifier.STATIC))
                        .filter(NativeImageTest::isOfOneProcess)
                        .forEach(field -> found.add(field.getFullName()));
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void theClassesThatOpenLibrariesAreInitialisedAtRunTime() throws IOException {
        assertThat(atRunTime()).contains("ai.djl", "com.sun.jna", "dev.carornot.classifier.program");
    }

    private static boolean isOfOneProcess(JavaField field) {
        JavaClass type = field.getRawType();
        return OF_ONE_PROCESS.stream()
                .anyMatch(name -> type.getName().startsWith(name)
                        || type.getAllRawSuperclasses().stream()
                                .anyMatch(parent -> parent.getName().equals(name))
                        || type.getAllRawInterfaces().stream()
                                .anyMatch(parent -> parent.getName().equals(name)));
    }

    private static boolean isIn(String name, String prefix) {
        return name.equals(prefix) || name.startsWith(prefix + ".") || name.startsWith(prefix + "$");
    }

    private static List<String> atRunTime() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = NativeImageTest.class.getResourceAsStream(FOLDER + "native-image.properties")) {
            properties.load(in);
        }
        String arguments = properties.getProperty("Args");
        return List.of(arguments.substring(arguments.indexOf('=') + 1).split(","));
    }

    private static Set<String> names(String file) throws IOException {
        Set<String> names = new LinkedHashSet<>();
        try (InputStream in = NativeImageTest.class.getResourceAsStream(FOLDER + file)) {
            for (JsonNode entry : new ObjectMapper().readTree(in)) {
                names.add(entry.path("name").textValue());
            }
        }
        return names;
    }

    private static Set<String> asked(String library) throws IOException {
        try (InputStream in = NativeImageTest.class.getResourceAsStream(library)) {
            Set<String> names = new TreeSet<>();
            Matcher matcher = JNI_NAME.matcher(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
            // Neighbours share the zero between them.
            for (int from = 0; matcher.find(from); from = matcher.end() - 1) {
                names.add(matcher.group(1).replace('/', '.'));
            }
            return names;
        }
    }

    private static void collect(Type type, Set<String> found) {
        if (type instanceof ParameterizedType generic) {
            for (Type argument : generic.getActualTypeArguments()) {
                collect(argument, found);
            }
        } else if (type instanceof Class<?> one
                && one.getName().startsWith("dev.carornot")
                && found.add(one.getName())) {
            if (one.isRecord()) {
                for (RecordComponent component : one.getRecordComponents()) {
                    collect(component.getGenericType(), found);
                }
            }
        }
    }
}
