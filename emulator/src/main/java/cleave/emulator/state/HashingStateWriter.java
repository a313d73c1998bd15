package cleave.emulator.state;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * State as a SHA-256 digest, so that two machines, or two runs, can be compared without keeping
 * either. Equal states in the sense of {@link ByteStateWriter} have equal digests.
 */
public final class HashingStateWriter extends BufferedStateWriter {
    private final MessageDigest digest;

    public HashingStateWriter() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256", e);
        }
    }

    @Override
    void drain(byte[] bytes, int offset, int length) {
        digest.update(bytes, offset, length);
    }

    /** The digest of everything written since the last call, as 64 hexadecimal digits. */
    public String finishHex() {
        return HexFormat.of().formatHex(finish());
    }

    /** The first 64 bits of the digest of everything written since the last call. */
    public long finishLong() {
        return ByteBuffer.wrap(finish()).getLong();
    }

    private byte[] finish() {
        flush();
        return digest.digest();
    }
}
