package io.mediadeleter.vod;

import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import com.tencentcloudapi.common.provider.CredentialsProvider;
import com.tencentcloudapi.common.provider.OIDCRoleArnProvider;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The role that TKE gives a pod, by variables and a token file.
 *
 * @param sdk exchanges the token for keys, by the same variables
 */
record OidcRoleLink(Map<String, String> environment, CredentialsProvider sdk) implements CredentialLink {

    private static final List<String> VARIABLES =
            List.of("TKE_REGION", "TKE_PROVIDER_ID", "TKE_WEB_IDENTITY_TOKEN_FILE", "TKE_ROLE_ARN");

    static OidcRoleLink ofSdk(Map<String, String> environment) {
        return new OidcRoleLink(environment, () -> new OIDCRoleArnProvider().getCredentials());
    }

    @Override
    public String name() {
        return "TKE OIDC role";
    }

    @Override
    public CredentialChoice choice() {
        return CredentialChoice.TKE_OIDC_ROLE;
    }

    @Override
    public Answer ask() {
        List<String> missing = VARIABLES.stream()
                .filter(variable -> environment.getOrDefault(variable, "").isBlank())
                .toList();
        if (VARIABLES.stream().noneMatch(environment::containsKey)) {
            return new Absent(String.join(", ", VARIABLES) + " are not set");
        }
        if (!missing.isEmpty()) {
            return new Unusable(String.join(", ", missing) + " not set, or empty", "Set all four, or remove all.");
        }
        try {
            Credential credential = sdk.getCredentials();
            Optional<Keys> keys = RoleCredentials.read(credential);
            return keys.isPresent()
                    ? new Found(credential, keys.get(), "")
                    : new Failing("the answer has no usable keys");
        } catch (TencentCloudSDKException | RuntimeException e) {
            return new Failing(CredentialLink.reason(e));
        }
    }
}
