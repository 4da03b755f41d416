package dev.slipway.settings.installation;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place in an S3-compatible store, written as one URL:
 * {@code s3://bucket/prefix?endpoint=http://127.0.0.1:9000&region=us-east-1&path_style=true}.
 *
 * @param prefix before each key, without slashes at its ends; may be empty
 * @param endpoint of a store that is not Amazon's; null for Amazon's own
 * @param region {@code us-east-1} where none is given
 * @param pathStyle whether the bucket stands in the path of requests; true with an endpoint unless said otherwise
 */
public record S3Location(
        String bucket, String prefix, @Nullable URI endpoint, String region, boolean pathStyle) {
    /** The scheme of such URLs. */
    public static final String SCHEME = "s3";

    private static final String REGION = "us-east-1";
    private static final Set<String> PARAMETERS = new TreeSet<>(Set.of("endpoint", "region", "path_style"));
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern PREFIX =
            Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*");
    private static final Pattern REGION_FORM = Pattern.compile("[a-z0-9-]{2,40}");

    /** Whether an artifact store's URI is of this kind. */
    public static boolean isOne(URI uri) {
        return SCHEME.equalsIgnoreCase(uri.getScheme());
    }

    /** @throws IllegalArgumentException saying what is wrong with the URL, and never what its user name was */
    public static S3Location of(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("it is no URL", e);
        }
        if (uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException("keys don't belong in it; put them under 'access_key' and 'secret_key'");
        }
        String bucket = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
        if (!isOne(uri) || !BUCKET.matcher(bucket).matches()) {
            throw new IllegalArgumentException("it does not begin with s3:// and a bucket's name");
        }
        String path = uri.getPath() == null ? "" : uri.getPath();
        String prefix = path.replaceAll("^/+|/+$", "");
        if (!prefix.isEmpty() && !PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException("its path may have letters, digits, '.', '_', '-' and '/' only");
        }
        Map<String, String> parameters = parameters(uri.getRawQuery());
        URI endpoint = parameters.containsKey("endpoint") ? endpoint(parameters.get("endpoint")) : null;
        String region = parameters.getOrDefault("region", REGION);
        if (!REGION_FORM.matcher(region).matches()) {
            throw new IllegalArgumentException("'" + region + "' is no region");
        }
        return new S3Location(bucket, prefix, endpoint, region, pathStyle(parameters, endpoint));
    }

    /** Where a key of the artifact store lies in the bucket. */
    public String objectKey(String key) {
        return prefix.isEmpty() ? key : prefix + "/" + key;
    }

    /** Bucket and prefix, as a URL that a history may hold. */
    public String shortUrl() {
        return SCHEME + "://" + bucket + (prefix.isEmpty() ? "" : "/" + prefix);
    }

    /** Whether what is stored travels unencrypted to another machine. */
    public boolean isUnencrypted() {
        return endpoint != null
                && "http".equalsIgnoreCase(endpoint.getScheme())
                && !endpoint.getHost().matches("localhost|127(\\.\\d{1,3}){3}|\\[::1]");
    }

    private static boolean pathStyle(Map<String, String> parameters, @Nullable URI endpoint) {
        String given = parameters.getOrDefault("path_style", Boolean.toString(endpoint != null));
        if (!given.equals("true") && !given.equals("false")) {
            throw new IllegalArgumentException("its 'path_style' is neither true nor false");
        }
        return given.equals("true");
    }

    private static URI endpoint(String text) {
        URI endpoint;
        try {
            endpoint = new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("its 'endpoint' is no URL", e);
        }
        boolean web = "http".equalsIgnoreCase(endpoint.getScheme()) || "https".equalsIgnoreCase(endpoint.getScheme());
        if (!web || endpoint.getHost() == null || endpoint.getRawUserInfo() != null) {
            throw new IllegalArgumentException("its 'endpoint' is no http:// or https:// URL without a user name");
        }
        return endpoint;
    }

    private static Map<String, String> parameters(@Nullable String query) {
        Map<String, String> parameters = new HashMap<>();
        if (query == null || query.isEmpty()) {
            return parameters;
        }
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            if (!PARAMETERS.contains(name)) {
                throw new IllegalArgumentException(
                        "it takes the parameters " + String.join(", ", PARAMETERS) + " and no others");
            }
            String value = equals < 0 ? "" : URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
            if (parameters.put(name, value) != null) {
                throw new IllegalArgumentException("it has the parameter '" + name + "' twice");
            }
        }
        return parameters;
    }
}
