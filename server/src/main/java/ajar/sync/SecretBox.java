package ajar.sync;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Encrypts what has to be read back later: passwords and tokens of connected accounts. AES-256 in GCM,
/// a new nonce each time, bound to the object the secret belongs to.
public final class SecretBox {
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final byte VERSION = 1;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKeySpec key;

    private SecretBox(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    /// A box with the key of a configuration.
    ///
    /// @param text 32 bytes in Base64
    /// @throws IllegalArgumentException with a sentence for the operator when it is something else
    public static SecretBox of(String text) {
        byte[] key;
        try {
            key = Base64.getDecoder().decode(text.strip());
        } catch (IllegalArgumentException malformed) {
            key = new byte[0];
        }
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException(
                    "The secret key must be 32 bytes in Base64; `openssl rand -base64 32` makes one.");
        }
        return new SecretBox(key);
    }

    /// A box with the key in a file, which is made when it is missing, for its owner's eyes only.
    public static SecretBox inFile(Path file) {
        try {
            if (!Files.exists(file)) {
                create(file);
            }
            return of(Files.readString(file, StandardCharsets.US_ASCII));
        } catch (IOException failed) {
            throw new UncheckedIOException("The file " + file + " with the secret key cannot be used.", failed);
        }
    }

    /// A box with a key that nobody keeps, for a server without secrets of long life.
    public static SecretBox forgetful() {
        return new SecretBox(random(KEY_BYTES));
    }

    private static void create(Path file) throws IOException {
        String text = Base64.getEncoder().encodeToString(random(KEY_BYTES)) + "\n";
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        try {
            if (posix) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            } else {
                Files.createFile(file);
            }
        } catch (FileAlreadyExistsException madeMeanwhile) {
            return;
        }
        Files.writeString(file, text, StandardOpenOption.TRUNCATE_EXISTING);
    }

    /// Encrypts a text.
    ///
    /// @param owner the object it belongs to, such as an account's id
    public byte[] close(String owner, String text) {
        byte[] nonce = random(NONCE_BYTES);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, owner).doFinal(text.getBytes(StandardCharsets.UTF_8));
            byte[] box = new byte[1 + NONCE_BYTES + sealed.length];
            box[0] = VERSION;
            System.arraycopy(nonce, 0, box, 1, NONCE_BYTES);
            System.arraycopy(sealed, 0, box, 1 + NONCE_BYTES, sealed.length);
            return box;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has AES-GCM", impossible);
        }
    }

    /// Decrypts what [#close] made; empty when it was made with another key or for another owner.
    public Optional<String> open(String owner, byte[] box) {
        if (box.length < 1 + NONCE_BYTES || box[0] != VERSION) {
            return Optional.empty();
        }
        try {
            byte[] nonce = Arrays.copyOfRange(box, 1, 1 + NONCE_BYTES);
            byte[] sealed = Arrays.copyOfRange(box, 1 + NONCE_BYTES, box.length);
            byte[] text = cipher(Cipher.DECRYPT_MODE, nonce, owner).doFinal(sealed);
            return Optional.of(new String(text, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException otherKey) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String owner) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(owner.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
