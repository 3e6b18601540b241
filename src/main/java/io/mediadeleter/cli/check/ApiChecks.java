package io.mediadeleter.cli.check;

import io.mediadeleter.cli.check.Finding.Verdict;
import io.mediadeleter.config.Settings;
import io.mediadeleter.rule.Fault;
import io.mediadeleter.rule.FaultKind;
import io.mediadeleter.rule.FaultTable;
import io.mediadeleter.rule.Outcome;
import io.mediadeleter.vod.CredentialChain;
import io.mediadeleter.vod.CredentialChoice;
import io.mediadeleter.vod.CredentialProbe;
import io.mediadeleter.vod.CredentialSource;
import io.mediadeleter.vod.EndpointProbe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is looked at on the way to the API. Stateless. */
final class ApiChecks {

    static final String ENDPOINT = "endpoint";
    static final String CREDENTIALS = "credentials";
    static final String CALL = "call";

    private static final Duration SEARCH_LIMIT = Duration.ofSeconds(10);

    private static final String TRIAL =
            "DeleteMedia of the file id " + CredentialProbe.IMPOSSIBLE_FILE_ID + ", which no media has";

    private ApiChecks() {}

    static List<Finding> endpoint(Settings settings) {
        String address = settings.vod().endpoint().toString();
        EndpointProbe look = EndpointProbe.at(settings.vod());
        List<Finding> findings = new ArrayList<>();
        if (!look.addresses().isEmpty()) {
            findings.add(Finding.ok(ENDPOINT, address + " is " + String.join(", ", look.addresses())));
        }
        look.tls().ifPresent(tls -> findings.add(Finding.ok(ENDPOINT, tls)));
        look.clockAhead().ifPresent(ahead -> findings.add(ClockSkew.finding(ENDPOINT, "the API's", ahead)));
        look.failure()
                .ifPresentOrElse(
                        why -> findings.add(Finding.wrong(ENDPOINT, address + " does not answer", why)),
                        () -> findings.add(Finding.ok(ENDPOINT, address + " answers")));
        return findings;
    }

    /**
     * Looks for keys as the service does.
     *
     * @param settings null where they are broken
     */
    static List<Finding> credentials(@Nullable Settings settings) {
        if (settings != null && settings.dryRun()) {
            return List.of(Finding.ok(CREDENTIALS, "not needed: dry-run is true"));
        }
        CredentialChoice choice = settings == null ? CredentialChoice.AUTO : settings.credentials();
        try (CredentialSource source = CredentialChain.resolve(choice, SEARCH_LIMIT)) {
            return List.of(Finding.ok(CREDENTIALS, "found, and not shown; they come from the " + source.origin()));
        } catch (CredentialChain.MissingCredentials missing) {
            return List.of(Finding.wrong(CREDENTIALS, String.valueOf(missing.getMessage()), null));
        }
    }

    /** Makes the call, but in a dry run, which promises that none is made. */
    static List<Finding> call(Settings settings) {
        if (settings.dryRun()) {
            return List.of(new Finding(
                    CALL,
                    Verdict.SKIPPED,
                    "no call was made, because dry-run is true",
                    "to prove the keys by " + TRIAL + ", run this check alone with MEDIA_DELETER_DRY_RUN=false"));
        }
        Long subAppId = settings.requestRules().defaultSubAppId();
        try (CredentialSource source = CredentialChain.resolve(settings.credentials(), SEARCH_LIMIT)) {
            Outcome outcome =
                    CredentialProbe.make(settings.vod(), source, new FaultTable(settings.faultOverrides()), subAppId);
            return List.of(outcome.match(
                    done -> Finding.wrong(
                            CALL,
                            TRIAL + ", was confirmed as done (RequestId " + done.requestId() + ")",
                            "see whether vod.endpoint is the API: it would have said that there is none"),
                    () -> Finding.wrong(CALL, "no call was made", null),
                    fault -> judge(fault, subAppId)));
        }
    }

    private static Finding judge(Fault fault, @Nullable Long subAppId) {
        String answer = fault.code() + ", " + fault.message()
                + (fault.requestId() == null ? "" : " (RequestId " + fault.requestId() + ")");
        return fault.kind() == FaultKind.ABSENT
                ? Finding.ok(CALL, TRIAL + ", was answered as it should be, so the keys are good: " + answer)
                : Finding.wrong(CALL, TRIAL + ", failed: " + answer, remedy(fault, subAppId));
    }

    /** @param subAppId that the call named; null for none */
    static String remedy(Fault fault, @Nullable Long subAppId) {
        String code = fault.code();
        if (code.startsWith("AuthFailure.SignatureExpire")) {
            return "set this machine's clock";
        }
        if (code.startsWith("AuthFailure.UnauthorizedOperation") || code.startsWith("UnauthorizedOperation")) {
            return subAppId == null
                    ? "the call named no sub-application: name one that the key may delete from, with vod.default-sub-app-id"
                            + " for this check alone; or allow vod:DeleteMedia in the key's CAM policy"
                    : "allow vod:DeleteMedia on the sub-application " + subAppId + " in the key's CAM policy";
        }
        if (code.startsWith("AuthFailure")) {
            return "give the secret id and key of an account of this site, or set vod.endpoint to the other site's API";
        }
        if (code.startsWith("InvalidParameterValue") || code.startsWith("MissingParameter")) {
            return "the keys were accepted; see vod.default-sub-app-id";
        }
        return switch (fault.kind()) {
            case THROTTLED -> "others spend the quota; try again";
            case SYSTEMIC -> "see the account, its VOD service and its list of allowed addresses";
            case TRANSIENT -> "try again; if it stays so, see the network and the API's state";
            default -> "see what the code means in the API's documentation";
        };
    }
}
