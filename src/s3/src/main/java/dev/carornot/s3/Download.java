package dev.carornot.s3;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** An object's bytes as they come; unlike the JDK's client, it takes a connection that ends too early for a failure. */
final class Download extends FilterInputStream {
    private final GetObjectResponse head;
    private final ResponseInputStream<GetObjectResponse> response;
    private long left;

    Download(ResponseInputStream<GetObjectResponse> response) {
        super(response);
        this.response = response;
        this.head = response.response();
        this.left = head.contentLength();
    }

    /** How many bytes the object has. */
    long length() {
        return head.contentLength();
    }

    String etag() {
        return head.eTag();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        if (read > 0) {
            left -= read;
        } else if (read < 0 && left > 0) {
            throw new EOFException("the connection ended " + left + " bytes too early");
        }
        return read;
    }

    /** What was not read is not waited for. */
    @Override
    public void close() throws IOException {
        if (left > 0) {
            response.abort();
        } else {
            super.close();
        }
    }
}
