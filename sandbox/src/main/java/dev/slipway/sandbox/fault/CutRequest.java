package dev.slipway.sandbox.fault;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.EOFException;
import java.io.IOException;

/** A request whose body ends in the middle, as when the client's connection is lost. */
final class CutRequest extends HttpServletRequestWrapper {
    /** For a body that does not say how long it is: JGit and Git send up to 1 MiB in one piece, which does. */
    private static final long UNKNOWN_LENGTH = 512 * 1024;

    private final ServletInputStream cut;

    /** @param at where to cut, as a fraction of the body */
    CutRequest(HttpServletRequest request, double at) throws IOException {
        super(request);
        long length = request.getContentLengthLong();
        cut = new Cut(request.getInputStream(), (long) (at * (length < 0 ? UNKNOWN_LENGTH : length)));
    }

    @Override
    public ServletInputStream getInputStream() {
        return cut;
    }

    private static final class Cut extends ServletInputStream {
        private final ServletInputStream whole;
        private long left;

        Cut(ServletInputStream whole, long left) {
            this.whole = whole;
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left == 0) {
                throw new EOFException("the connection was cut");
            }
            int count = whole.read(bytes, offset, (int) Math.min(length, left));
            left -= Math.max(0, count);
            return count;
        }

        @Override
        public boolean isFinished() {
            return left > 0 && whole.isFinished();
        }

        @Override
        public boolean isReady() {
            return whole.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new IllegalStateException("a cut request is not read asynchronously");
        }
    }
}
