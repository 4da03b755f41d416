package dev.slipway.sandbox.fault;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.StandardSocketOptions;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.ServerConnector;

/** The connection that a request came on, to be lost. */
final class ClientConnection {
    private ClientConnection() {}

    /** Resets it: the client is told that it is gone, and what was under way is thrown away. */
    static void reset(HttpServletRequest request) throws IOException {
        ConnectionMetaData connection = connection(request);
        EndPoint end = connection.getConnection().getEndPoint();
        if (end instanceof SocketChannelEndPoint socket && socket.getChannel().isOpen()) {
            socket.getChannel().setOption(StandardSocketOptions.SO_LINGER, 0);
        }
        end.close();
        // The system hears of it when the selector lets go of the channel, and Jetty leaves a selector asleep for that:
        // on an idle sandbox the client would wait until its own time-out.
        if (connection.getConnector() instanceof ServerConnector connector) {
            connector
                    .getSelectorManager()
                    .getContainedBeans(ManagedSelector.class)
                    .forEach(selector -> selector.getSelector().wakeup());
        }
    }

    /** Closes it: what was sent still arrives, and nothing after it. */
    static void close(HttpServletRequest request) {
        connection(request).getConnection().getEndPoint().close();
    }

    private static ConnectionMetaData connection(HttpServletRequest request) {
        return ServletContextRequest.getServletContextRequest(request).getConnectionMetaData();
    }
}
