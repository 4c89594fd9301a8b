package dev.carornot.function.upload;

import dev.carornot.function.problem.Reason;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.multipart.DefaultHttpDataFactory;
import io.netty.handler.codec.http.multipart.FileUpload;
import io.netty.handler.codec.http.multipart.HttpData;
import io.netty.handler.codec.http.multipart.HttpPostMultipartRequestDecoder;
import io.netty.handler.codec.http.multipart.InterfaceHttpData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * {@code multipart/form-data} (RFC 7578) in memory, with Netty's parser: quarkus-rest's own would lay every file down in a
 * temporary folder, and a Lambda event has none.
 */
final class MultipartForm {
    private static final String FIELD = "image";
    private static final boolean IN_MEMORY = false;

    private MultipartForm() {}

    static Upload read(String contentType, byte[] body) {
        HttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/");
        HttpPostMultipartRequestDecoder decoder = null;
        try {
            request.headers().set(HttpHeaderNames.CONTENT_TYPE, contentType);
            decoder = new HttpPostMultipartRequestDecoder(new DefaultHttpDataFactory(IN_MEMORY), request);
            decoder.offer(new DefaultLastHttpContent(Unpooled.wrappedBuffer(body)));
            return photographs(decoder);
        } catch (RuntimeException e) {
            // Besides its own exceptions Netty's parser lets those of its array and string handling through.
            return malformed();
        } finally {
            if (decoder != null) {
                decoder.destroy();
            }
        }
    }

    private static Upload photographs(HttpPostMultipartRequestDecoder decoder) {
        if (decoder.currentPartialHttpData() != null) {
            // A part without its closing boundary: the body was cut off.
            return malformed();
        }
        List<Photograph> photographs = new ArrayList<>();
        Set<String> others = new TreeSet<>();
        for (InterfaceHttpData data : decoder.getBodyHttpDatas()) {
            if (data.getName().equals(FIELD) && data instanceof HttpData part) {
                photographs.add(new Photograph(nameOf(part), bytesOf(part)));
            } else {
                others.add(data.getName());
            }
        }
        if (photographs.isEmpty()) {
            return new Upload.Unusable(
                    Reason.NO_IMAGE_FIELD,
                    "The form has no field 'image'"
                            + (others.isEmpty() ? "." : ", only '" + String.join("', '", others) + "'."));
        }
        return new Upload.Photographs(photographs);
    }

    private static String nameOf(HttpData part) {
        return part instanceof FileUpload file && !file.getFilename().isEmpty() ? file.getFilename() : null;
    }

    private static byte[] bytesOf(HttpData part) {
        try {
            return part.get();
        } catch (IOException e) {
            // Only parts on disk can fail so.
            throw new UncheckedIOException(e);
        }
    }

    private static Upload malformed() {
        return new Upload.Unusable(
                Reason.MALFORMED_REQUEST, "The body is not multipart/form-data as its content type promises.");
    }
}
