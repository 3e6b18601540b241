package io.mediadeleter.vod;

import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import com.tencentcloudapi.common.provider.CredentialsProvider;
import com.tencentcloudapi.common.provider.ProfileCredentialsProvider;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A key pair in a profile file. The SDK reads the first of its files that it can see, and takes one that it cannot see or
 * use for none.
 *
 * @param files in the order in which {@code sdk} looks for them
 * @param sdk reads the first of them
 */
record ProfileLink(List<Path> files, CredentialsProvider sdk) implements CredentialLink {

    private static final String NO_INI = "IOException or ConfigurationException";

    static ProfileLink ofSdk() {
        return new ProfileLink(files(Path.of(System.getProperty("user.home"))), new ProfileCredentialsProvider());
    }

    /** A home that this process may not search holds nothing for it: a service's often is another user's. */
    static List<Path> files(Path home) {
        Path ofAll = Path.of("/etc/tencentcloud/credentials");
        return Files.isExecutable(home)
                ? List.of(ofAll, home.resolve(".tencentcloud").resolve("credentials"))
                : List.of(ofAll);
    }

    @Override
    public String name() {
        return "profile file";
    }

    @Override
    public CredentialChoice choice() {
        return CredentialChoice.PROFILE;
    }

    @Override
    public Answer ask() {
        Optional<Path> first = files.stream().filter(file -> !isAbsent(file)).findFirst();
        return first.isEmpty() ? new Absent("there is none") : read(first.get());
    }

    private Answer read(Path file) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            return unusable(file, "it cannot be read by this process's user, or is no file");
        }
        try {
            Credential credential = sdk.getCredentials();
            Optional<Keys> keys = RoleCredentials.read(credential);
            return keys.isPresent()
                    ? new Found(credential, keys.get(), "")
                    : unusable(file, "secret_id or secret_key has a character that no key has");
        } catch (TencentCloudSDKException | RuntimeException e) {
            String reason = CredentialLink.reason(e); // the SDK's few sentences quote nothing of the file
            return unusable(file, reason.equals(NO_INI) ? "it cannot be read as an INI file" : reason);
        }
    }

    private static Answer unusable(Path file, String why) {
        return new Unusable(
                file + ": " + why,
                "Let this process's user read it, with secret_id and secret_key under [default], or remove it.");
    }

    /** Only where that is certain: what may not be looked at may be there. A link counts, though it leads nowhere. */
    private static boolean isAbsent(Path file) {
        Path parent = file.getParent();
        return Files.notExists(file, LinkOption.NOFOLLOW_LINKS)
                || (parent != null && (isAbsent(parent) || (Files.exists(parent) && !Files.isDirectory(parent))));
    }
}
