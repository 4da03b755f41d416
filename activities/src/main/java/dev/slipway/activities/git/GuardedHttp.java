package dev.slipway.activities.git;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.jspecify.annotations.Nullable;

/**
 * HTTP for one Git connection: only to URLs below the allowed base, never following a redirect by itself, and
 * remembering how the last request was answered, which JGit's exceptions don't tell.
 */
final class GuardedHttp implements HttpConnectionFactory {
    private static final int MAX_TEXT = 4096;

    private final URI allowedBase;
    private int requests;
    private int status;
    private String text = "";
    private @Nullable String retryAfter;
    private @Nullable String date;
    private String asked = "";
    private @Nullable String location;

    GuardedHttp(URI allowedBase) {
        this.allowedBase = allowedBase;
    }

    /** Requests sent so far. */
    int requests() {
        return requests;
    }

    /** Status of the last answer; 0 before there is one. */
    int status() {
        return status;
    }

    /** Beginning of the last answer's body where it was an error; empty otherwise. */
    String text() {
        return text;
    }

    @Nullable
    String retryAfter() {
        return retryAfter;
    }

    /** The remote's time at the last answer, as its header tells it. */
    @Nullable
    String date() {
        return date;
    }

    /** Which answer the last one was: status, method and path. */
    String response() {
        return status + " to " + asked;
    }

    /** Where the last answer wanted to send us; null where it did not. */
    @Nullable
    String location() {
        return location;
    }

    @Override
    public HttpConnection create(URL url) throws IOException {
        return create(url, Proxy.NO_PROXY);
    }

    @Override
    public HttpConnection create(URL url, Proxy proxy) throws IOException {
        if (!GitRemote.covers(allowedBase, URI.create(url.toString()))) {
            throw new IOException("refused to connect to " + url.getHost() + ": not below " + allowedBase);
        }
        HttpURLConnection connection = (HttpURLConnection) url.openConnection(proxy);
        connection.setInstanceFollowRedirects(false);
        return new UrlHttpConnection(connection, this);
    }

    void sent() {
        requests++;
        status = 0;
        text = "";
        retryAfter = null;
        date = null;
        location = null;
    }

    /** Takes note of an answer, once for each request. */
    void answered(HttpURLConnection connection, int code) {
        status = code;
        asked = connection.getRequestMethod() + " " + connection.getURL().getPath();
        retryAfter = connection.getHeaderField("Retry-After");
        date = connection.getHeaderField("Date");
        location = connection.getHeaderField("Location");
        if (code >= 400) {
            text = beginning(connection);
        }
    }

    private static String beginning(HttpURLConnection connection) {
        try (InputStream body = connection.getErrorStream()) {
            return body == null ? "" : new String(body.readNBytes(MAX_TEXT), StandardCharsets.UTF_8).strip();
        } catch (IOException gone) {
            return "";
        }
    }
}
