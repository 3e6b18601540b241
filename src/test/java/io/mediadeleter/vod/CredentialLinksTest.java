package io.mediadeleter.vod;

import static io.mediadeleter.vod.TestCalls.KEYS;
import static org.assertj.core.api.Assertions.assertThat;

import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import com.tencentcloudapi.common.provider.CredentialsProvider;
import io.mediadeleter.vod.CredentialLink.Absent;
import io.mediadeleter.vod.CredentialLink.Failing;
import io.mediadeleter.vod.CredentialLink.Found;
import io.mediadeleter.vod.CredentialLink.Unusable;
import io.mediadeleter.vod.CvmRoleLink.Metadata;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each way to get credentials takes for absent, which alone is passed over, and what for broken. */
class CredentialLinksTest {

    private static final CredentialsProvider GOOD =
            () -> new Credential(KEYS.secretId(), KEYS.secretKey(), KEYS.token());
    private static final CredentialsProvider NONE = () -> {
        throw new TencentCloudSDKException("Not found secretId or secretKey");
    };

    @TempDir
    private Path directory;

    @Test
    void environmentWithoutEitherVariable_isAbsent() {
        assertThat(environment(null, null).ask()).isInstanceOf(Absent.class);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "null     | TENCENTCLOUD_SECRET_KEY is not set",
                "''       | TENCENTCLOUD_SECRET_KEY is empty",
                "' '      | TENCENTCLOUD_SECRET_KEY is empty",
                "'\n'    | TENCENTCLOUD_SECRET_KEY is empty",
                "'mark\nmark' | TENCENTCLOUD_SECRET_KEY has a line end inside",
                "'mark mark' | TENCENTCLOUD_SECRET_KEY has a blank or another character that no key has",
                "'m\u00e4rk' | TENCENTCLOUD_SECRET_KEY has a blank or another character that no key has"
            },
            delimiter = '|')
    void damagedVariable_isUnusableAndNotShown(@Nullable String key, String why) {
        String value = key == null ? null : key.translateEscapes();
        assertThat(environment("id", value).ask()).isInstanceOfSatisfying(Unusable.class, unusable -> {
            assertThat(unusable.why()).isEqualTo(why).doesNotContain("mark");
            assertThat(unusable.remedy()).contains("Set both");
        });
        assertThat(environment(value, "key").ask())
                .isInstanceOfSatisfying(
                        Unusable.class,
                        unusable -> assertThat(unusable.why()).isEqualTo(why.replace("SECRET_KEY", "SECRET_ID")));
    }

    @Test
    void twoEmptyVariables_areUnusable() {
        assertThat(environment("", "").ask())
                .isInstanceOfSatisfying(
                        Unusable.class,
                        unusable -> assertThat(unusable.why())
                                .isEqualTo("TENCENTCLOUD_SECRET_ID is empty, and TENCENTCLOUD_SECRET_KEY is empty"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\n\n"})
    void lineEndAtTheEnd_isLeftOutAndSaid(String end) {
        assertThat(environment("id", "key" + end).ask()).isInstanceOfSatisfying(Found.class, found -> {
            assertThat(found.keys()).isEqualTo(new Keys("id", "key", null));
            assertThat(found.credential().getSecretKey()).isEqualTo("key");
            assertThat(found.note()).isEqualTo(", without the line end after TENCENTCLOUD_SECRET_KEY");
        });
        assertThat(environment("id", "key").ask())
                .isInstanceOfSatisfying(
                        Found.class, found -> assertThat(found.note()).isEmpty());
    }

    @Test
    void profileThatIsNowhere_isAbsent() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertThat(profile(GOOD, directory.resolve("none/credentials"), file.resolve("credentials"))
                        .ask())
                .isInstanceOf(Absent.class);
    }

    @Test
    void profileWithoutKeys_isUnusableAndNamed() throws IOException {
        Path file = Files.createFile(directory.resolve("credentials"));

        assertThat(profile(NONE, directory.resolve("none"), file).ask())
                .isInstanceOfSatisfying(Unusable.class, unusable -> {
                    assertThat(unusable.why()).isEqualTo(file + ": Not found secretId or secretKey");
                    assertThat(unusable.remedy()).contains("under [default]", "remove it");
                });
        assertThat(profile(() -> new Credential("id", "mark mark"), file).ask())
                .isInstanceOfSatisfying(
                        Unusable.class,
                        unusable -> assertThat(unusable.why())
                                .contains("no key has")
                                .doesNotContain("mark"));
    }

    /** The SDK would read the next file in its place, with another account's keys, perhaps. */
    @Test
    void profileThatIsADirectoryOrLeadsNowhere_isUnusable() throws IOException {
        Path next = Files.createFile(directory.resolve("next"));
        Path folder = Files.createDirectory(directory.resolve("credentials"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("gone"));

        assertThat(profile(GOOD, folder, next).ask()).isInstanceOf(Unusable.class);
        assertThat(profile(GOOD, link, next).ask()).isInstanceOf(Unusable.class);
    }

    @Test
    void profileWithKeys_isFound() throws IOException {
        Path file = Files.createFile(directory.resolve("credentials"));

        assertThat(profile(GOOD, file).ask())
                .isInstanceOfSatisfying(
                        Found.class, found -> assertThat(found.keys()).isEqualTo(KEYS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"metadata.tencentyun.com: Name or service not known", "metadata.tencentyun.com"})
    void metadataServiceThatDoesNotExist_isNoRole(String message) {
        assertThat(cvm(GOOD, metadata(new UnknownHostException(message), null, 0))
                        .ask())
                .isInstanceOf(Absent.class);
    }

    @Test
    void nameServerThatFails_isNoSignOfNoRole() {
        UnknownHostException passing =
                new UnknownHostException("metadata.tencentyun.com: Temporary failure in name resolution");

        assertThat(cvm(GOOD, metadata(passing, null, 0)).ask()).isInstanceOf(Failing.class);
    }

    @Test
    void cvmInstanceWithoutARole_isAbsent() {
        assertThat(cvm(Credential::new, metadata(null, null, 404)).ask()).isInstanceOf(Absent.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 500, 503})
    void roleWhoseKeysCannotBeRead_fails(int status) {
        assertThat(cvm(Credential::new, metadata(null, null, status)).ask()).isInstanceOf(Failing.class);
        assertThat(cvm(Credential::new, metadata(null, new ConnectException("refused"), 0))
                        .ask())
                .isInstanceOfSatisfying(
                        Failing.class, failing -> assertThat(failing.why()).contains("ConnectException"));
    }

    @Test
    void roleWithKeys_isFound() {
        assertThat(cvm(GOOD, metadata(null, null, 0)).ask())
                .isInstanceOfSatisfying(
                        Found.class, found -> assertThat(found.keys()).isEqualTo(KEYS));
    }

    @Test
    void oidcRole_isAbsentHalfOrThere() {
        Map<String, String> variables = new HashMap<>();
        assertThat(new OidcRoleLink(variables, GOOD).ask()).isInstanceOf(Absent.class);
        variables.put("TKE_REGION", "ap-singapore");
        variables.put("TKE_PROVIDER_ID", "cls-1");
        variables.put("TKE_ROLE_ARN", "");
        assertThat(new OidcRoleLink(variables, GOOD).ask())
                .isInstanceOfSatisfying(
                        Unusable.class,
                        unusable -> assertThat(unusable.why())
                                .isEqualTo("TKE_WEB_IDENTITY_TOKEN_FILE, TKE_ROLE_ARN not set, or empty"));
        variables.put("TKE_WEB_IDENTITY_TOKEN_FILE", "/token");
        variables.put("TKE_ROLE_ARN", "qcs::cam::uin/1:roleName/r");
        assertThat(new OidcRoleLink(variables, GOOD).ask()).isInstanceOf(Found.class);
        CredentialsProvider refused = () -> {
            throw new TencentCloudSDKException("token " + KEYS.token(), "req-1", "AuthFailure.TokenFailure");
        };
        assertThat(new OidcRoleLink(variables, refused).ask()).isEqualTo(new Failing("AuthFailure.TokenFailure"));
    }

    private static EnvironmentLink environment(@Nullable String id, @Nullable String key) {
        Map<String, String> variables = new HashMap<>();
        if (id != null) {
            variables.put("TENCENTCLOUD_SECRET_ID", id);
        }
        if (key != null) {
            variables.put("TENCENTCLOUD_SECRET_KEY", key);
        }
        return new EnvironmentLink(variables);
    }

    @Test
    void homeThatThisProcessMayNotSearch_holdsNoProfileOfIts() {
        assertThat(ProfileLink.files(directory)).hasSize(2).contains(directory.resolve(".tencentcloud/credentials"));
        assertThat(ProfileLink.files(directory.resolve("absent")))
                .containsExactly(Path.of("/etc/tencentcloud/credentials"));
    }

    private static ProfileLink profile(CredentialsProvider sdk, Path... files) {
        return new ProfileLink(List.of(files), sdk);
    }

    private static CvmRoleLink cvm(CredentialsProvider role, Metadata metadata) {
        return new CvmRoleLink(
                () -> {
                    try {
                        return role.getCredentials();
                    } catch (TencentCloudSDKException e) {
                        throw new IllegalStateException(e);
                    }
                },
                metadata);
    }

    private static Metadata metadata(
            @Nullable UnknownHostException unknown, @Nullable IOException unanswered, int status) {
        return new Metadata() {
            @Override
            public void lookUp() throws UnknownHostException {
                if (unknown != null) {
                    throw unknown;
                }
            }

            @Override
            public int statusOfRoles() throws IOException {
                if (unanswered != null) {
                    throw unanswered;
                }
                return status;
            }
        };
    }
}
