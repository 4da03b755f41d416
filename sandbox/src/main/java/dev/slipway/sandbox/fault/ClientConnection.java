package dev.slipway.sandbox.fault;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.StandardSocketOptions;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SocketChannelEndPoint;

/** The connection that a request came on, to be lost. */
final class ClientConnection {
    private ClientConnection() {}

    /** Resets it: the client is told that it is gone, and what was under way is thrown away. */
    static void reset(HttpServletRequest request) throws IOException {
        EndPoint end = end(request);
        if (end instanceof SocketChannelEndPoint socket && socket.getChannel().isOpen()) {
            socket.getChannel().setOption(StandardSocketOptions.SO_LINGER, 0);
        }
        end.close();
    }

    /** Closes it: what was sent still arrives, and nothing after it. */
    static void close(HttpServletRequest request) {
        end(request).close();
    }

    private static EndPoint end(HttpServletRequest request) {
        return ServletContextRequest.getServletContextRequest(request)
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint();
    }
}
