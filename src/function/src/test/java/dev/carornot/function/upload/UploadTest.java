package dev.carornot.function.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carornot.function.fixture.Form;
import dev.carornot.function.problem.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UploadTest {
    // Every byte, and what looks like the end of a part.
    private static final byte[] BYTES = bytes();

    @ParameterizedTest
    @ValueSource(strings = {"image/jpeg", "IMAGE/PNG", "image/x-unheard-of; a=b", "application/octet-stream"})
    void rawBytesAreOnePhotographWithoutAName(String contentType) {
        assertThat(photographs(contentType, BYTES)).singleElement().satisfies(only -> {
            assertThat(only.name()).isNull();
            assertThat(only.bytes()).isEqualTo(BYTES);
        });
    }

    @Test
    void aMissingContentTypeIsTakenForBytes() {
        assertThat(photographs(null, BYTES)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/plain", "application/x-www-form-urlencoded", "application/json", "", ";", "multipart/mixed"
            })
    void anotherContentTypeIsRefusedByName(String contentType) {
        Upload.Unusable unusable = unusable(contentType, BYTES);
        assertThat(unusable.reason()).isEqualTo(Reason.UNSUPPORTED_CONTENT_TYPE);
        assertThat(unusable.detail()).contains("not as '" + contentType.replace(";", "") + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"image/jpeg", "multipart/form-data; boundary=x"})
    void anEmptyBodyIsRefused(String contentType) {
        assertThat(unusable(contentType, new byte[0]).reason()).isEqualTo(Reason.EMPTY_BODY);
    }

    @Test
    void aFormKeepsBytesNamesAndOrder() {
        byte[] form = new Form()
                .file("image", "b.jpg", BYTES)
                .value("comment", new byte[] {'x'})
                .value("image", new byte[] {1, 2})
                .file("image", "Grüße aus \u4eac.jpg", new byte[] {3})
                .bytes();

        List<Photograph> sent = photographs(Form.contentType(), form);

        assertThat(sent).extracting(Photograph::name).containsExactly("b.jpg", null, "Grüße aus \u4eac.jpg");
        assertThat(sent.get(0).bytes()).isEqualTo(BYTES);
        assertThat(sent.get(1).bytes()).containsExactly(1, 2);
        assertThat(sent.get(2).bytes()).containsExactly(3);
    }

    @Test
    void aFormIsRecognisedWhateverTheCase() {
        byte[] form = new Form().file("image", "a.jpg", BYTES).bytes();
        assertThat(photographs(Form.contentType().replace("multipart/form-data", "Multipart/Form-Data"), form))
                .hasSize(1);
    }

    @Test
    void aFormWithoutTheFieldIsRefusedWithWhatItHas() {
        Upload.Unusable unusable = unusable(
                Form.contentType(), new Form().file("photo", "a.jpg", BYTES).bytes());
        assertThat(unusable.reason()).isEqualTo(Reason.NO_IMAGE_FIELD);
        assertThat(unusable.detail()).isEqualTo("The form has no field 'image', only 'photo'.");
    }

    @Test
    void aFormWithoutPartsIsRefused() {
        assertThat(unusable(Form.contentType(), new Form().bytes()).reason()).isEqualTo(Reason.NO_IMAGE_FIELD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/form-data",
                "multipart/form-data; boundary=",
                "multipart/form-data; boundary=another",
                "multipart/form-data; boundary=a\r\nb"
            })
    void aFormWithTheWrongBoundaryIsMalformed(String contentType) {
        byte[] form = new Form().file("image", "a.jpg", BYTES).bytes();
        assertThat(unusable(contentType, form).reason()).isIn(Reason.MALFORMED_REQUEST, Reason.NO_IMAGE_FIELD);
    }

    @Test
    void aFormThatWasCutOffNeverYieldsACutPhotograph() {
        byte[] form = new Form().file("image", "a.jpg", BYTES).bytes();
        for (int length = 1; length < form.length; length++) {
            Upload upload = Upload.read(Form.contentType(), Arrays.copyOf(form, length));
            if (upload instanceof Upload.Photographs sent) {
                assertThat(sent.photographs())
                        .singleElement()
                        .satisfies(only -> assertThat(only.bytes()).isEqualTo(BYTES));
            }
        }
    }

    @Test
    void garbledFormsAreRefusedWithoutAnException() {
        byte[] form = new Form()
                .file("image", "a.jpg", BYTES)
                .value("image", new byte[] {1})
                .bytes();
        Random random = new Random(1);
        for (int round = 0; round < 2000; round++) {
            byte[] garbled = form.clone();
            for (int change = 0; change < 4; change++) {
                garbled[random.nextInt(120)] = (byte) random.nextInt();
            }
            assertThat(Upload.read(Form.contentType(), garbled)).isNotNull();
        }
    }

    @Test
    void anUnknownTransferEncodingIsMalformed() {
        byte[] form = new Form()
                .part("name=\"image\"; filename=\"a\"\r\nContent-Transfer-Encoding: rot13", BYTES)
                .bytes();
        assertThat(unusable(Form.contentType(), form).reason()).isEqualTo(Reason.MALFORMED_REQUEST);
    }

    private static List<Photograph> photographs(String contentType, byte[] body) {
        assertThat(Upload.read(contentType, body)).isInstanceOf(Upload.Photographs.class);
        return ((Upload.Photographs) Upload.read(contentType, body)).photographs();
    }

    private static Upload.Unusable unusable(String contentType, byte[] body) {
        assertThat(Upload.read(contentType, body)).isInstanceOf(Upload.Unusable.class);
        return (Upload.Unusable) Upload.read(contentType, body);
    }

    private static byte[] bytes() {
        byte[] end = "\r\n--a-boundary-of-the-test\r\n".getBytes(StandardCharsets.US_ASCII);
        byte[] all = Arrays.copyOf(end, end.length + 256);
        for (int value = 0; value < 256; value++) {
            all[end.length + value] = (byte) value;
        }
        return all;
    }
}
