package dev.slipway.settings.connection;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.EncodingKeys;
import io.temporal.payload.codec.PayloadCodec;
import io.temporal.payload.codec.PayloadCodecException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Compresses large payloads, so that a batch of a thousand projects stays under the server's limit of 2 MB. Small ones
 * stay as they are: the Temporal Web UI shows them without a codec server.
 */
final class GzipPayloadCodec implements PayloadCodec {
    private static final ByteString ENCODING = ByteString.copyFromUtf8("binary/gzip");

    /** From this size on a payload is compressed. */
    static final int THRESHOLD = 32 * 1024;

    /** What a payload may become again; none of ours comes near, and a crafted one must not fill the memory. */
    static final int MAX_DECODED = 64 * 1024 * 1024;

    @Override
    public List<Payload> encode(List<Payload> payloads) {
        return payloads.stream().map(GzipPayloadCodec::encode).toList();
    }

    @Override
    public List<Payload> decode(List<Payload> payloads) {
        return payloads.stream().map(GzipPayloadCodec::decode).toList();
    }

    private static Payload encode(Payload payload) {
        if (payload.getData().size() <= THRESHOLD) {
            return payload;
        }
        ByteString.Output compressed = ByteString.newOutput();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            payload.writeTo(gzip);
        } catch (IOException e) {
            throw new PayloadCodecException(e);
        }
        return Payload.newBuilder()
                .putMetadata(EncodingKeys.METADATA_ENCODING_KEY, ENCODING)
                .setData(compressed.toByteString())
                .build();
    }

    private static Payload decode(Payload payload) {
        if (!ENCODING.equals(payload.getMetadataMap().get(EncodingKeys.METADATA_ENCODING_KEY))) {
            return payload;
        }
        try (GZIPInputStream gzip = new GZIPInputStream(payload.getData().newInput())) {
            return Payload.parseFrom(bounded(gzip));
        } catch (InvalidProtocolBufferException e) {
            throw new PayloadCodecException(new IOException("the compressed payload holds no payload", e));
        } catch (IOException e) {
            throw new PayloadCodecException(e);
        }
    }

    private static byte[] bounded(InputStream in) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[64 * 1024];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            if (out.size() + read > MAX_DECODED) {
                throw new IOException("the compressed payload holds more than " + MAX_DECODED + " bytes");
            }
            out.write(buffer, 0, read);
        }
        return out.toByteArray();
    }
}
