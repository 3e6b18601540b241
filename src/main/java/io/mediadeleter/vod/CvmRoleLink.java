package io.mediadeleter.vod;

import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.provider.CvmRoleCredential;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The role of the CVM instance. The SDK's credential has no keys both where no role is bound and where the metadata service
 * fails, and does not say which; so this asks for itself.
 *
 * @param sdk makes a credential that reads the role's keys when it is asked
 * @param metadata how to learn whether there is a role
 */
record CvmRoleLink(Supplier<Credential> sdk, Metadata metadata) implements CredentialLink {

    /** The machine's metadata service. */
    interface Metadata {

        void lookUp() throws UnknownHostException;

        /** The HTTP status of its list of roles. */
        int statusOfRoles() throws IOException;
    }

    static final String HOST = "metadata.tencentyun.com";

    private static final String ROLES = "http://" + HOST + "/latest/meta-data/cam/security-credentials/";
    private static final int TIMEOUT_MS = (int) Duration.ofSeconds(5).toMillis();

    /** By glibc, musl, macOS and Windows. */
    private static final List<String> NO_SUCH_NAME = List.of(
            "Name or service not known",
            "No address associated with hostname",
            "Name does not resolve",
            "nodename nor servname provided, or not known",
            "No such host is known");

    static CvmRoleLink ofSdk() {
        return new CvmRoleLink(CvmRoleCredential::new, new Metadata() {
            @Override
            public void lookUp() throws UnknownHostException {
                InetAddress.getAllByName(HOST);
            }

            @Override
            public int statusOfRoles() throws IOException {
                HttpURLConnection connection =
                        (HttpURLConnection) URI.create(ROLES).toURL().openConnection();
                connection.setConnectTimeout(TIMEOUT_MS);
                connection.setReadTimeout(TIMEOUT_MS);
                try {
                    return connection.getResponseCode();
                } finally {
                    connection.disconnect();
                }
            }
        });
    }

    @Override
    public String name() {
        return "CVM role";
    }

    @Override
    public CredentialChoice choice() {
        return CredentialChoice.CVM_ROLE;
    }

    @Override
    public Answer ask() {
        try {
            metadata.lookUp();
        } catch (UnknownHostException unknown) {
            return isCertain(unknown)
                    ? new Absent("there is no " + HOST + ", as outside of CVM")
                    : new Failing("the name " + HOST + " could not be looked up");
        }
        Credential credential = sdk.get();
        String why = "no usable keys";
        try {
            Optional<Keys> keys = RoleCredentials.read(credential);
            if (keys.isPresent()) {
                return new Found(credential, keys.get(), "");
            }
        } catch (RuntimeException e) {
            why = CredentialLink.reason(e);
        }
        return withoutKeys(why);
    }

    private Answer withoutKeys(String why) {
        try {
            int status = metadata.statusOfRoles();
            if (status == HttpURLConnection.HTTP_NOT_FOUND) {
                return new Absent("no role is bound to the instance");
            }
            return new Failing(status == HttpURLConnection.HTTP_OK ? why : HOST + " answered with HTTP " + status);
        } catch (IOException e) {
            return new Failing(HOST + " could not be asked: " + e.getClass().getSimpleName());
        }
    }

    /** Java's memory of a name that was just looked up in vain has no reason; the first answer had one, and was heeded. */
    private static boolean isCertain(UnknownHostException unknown) {
        String message = String.valueOf(unknown.getMessage());
        return message.equals(HOST) || NO_SUCH_NAME.stream().anyMatch(message::contains);
    }
}
