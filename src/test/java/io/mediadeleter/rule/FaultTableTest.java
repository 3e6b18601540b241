package io.mediadeleter.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultTableTest {

    private final FaultTable table = new FaultTable(Map.of());

    /** Every code that the API's documentation or its other SDKs name. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            FailedOperation,                                TRANSIENT
            FailedOperation.InvalidVodUser,                 SYSTEMIC
            FailedOperation.InvalidAccount,                 SYSTEMIC
            FailedOperation.NetWorkError,                   TRANSIENT
            FailedOperation.NoPrivileges,                   PERMANENT
            FailedOperation.UserStatusInavlid,              SYSTEMIC
            InternalError,                                  TRANSIENT
            InternalError.DBError,                          TRANSIENT
            InternalError.GetFileInfoError,                 TRANSIENT
            InvalidParameterValue.FileId,                   ABSENT
            InvalidParameterValue.SubAppId,                 PERMANENT
            InvalidParameterValue.Type,                     PERMANENT
            InvalidParameterValue.Definition,               PERMANENT
            ResourceNotFound,                               ABSENT
            ResourceNotFound.FileNotExist,                  ABSENT
            ResourceNotFound.UserNotExist,                  SYSTEMIC
            AuthFailure.InvalidAuthorization,               SYSTEMIC
            AuthFailure.InvalidSecretId,                    SYSTEMIC
            AuthFailure.MFAFailure,                         SYSTEMIC
            AuthFailure.SecretIdNotFound,                   SYSTEMIC
            AuthFailure.SignatureExpire,                    SYSTEMIC
            AuthFailure.SignatureFailure,                   SYSTEMIC
            AuthFailure.TokenFailure,                       SYSTEMIC
            AuthFailure.UnauthorizedOperation,              SYSTEMIC
            UnauthorizedOperation,                          SYSTEMIC
            IpInBlacklist,                                  SYSTEMIC
            IpNotInWhitelist,                               SYSTEMIC
            ServiceUnavailable,                             SYSTEMIC
            RequestLimitExceeded,                           THROTTLED
            RequestLimitExceeded.UinLimitExceeded,          THROTTLED
            RequestLimitExceeded.IPLimitExceeded,           THROTTLED
            RequestLimitExceeded.GlobalRegionUinLimitExceeded, THROTTLED
            ActionOffline,                                  PERMANENT
            InvalidAction,                                  PERMANENT
            InvalidParameter,                               PERMANENT
            InvalidParameterValue,                          PERMANENT
            InvalidRequest,                                 PERMANENT
            MissingParameter,                               PERMANENT
            NoSuchProduct,                                  PERMANENT
            NoSuchVersion,                                  PERMANENT
            UnknownParameter,                               PERMANENT
            UnsupportedOperation,                           PERMANENT
            UnsupportedProtocol,                            PERMANENT
            UnsupportedRegion,                              PERMANENT
            RequestSizeLimitExceeded,                       PERMANENT
            ResponseSizeLimitExceeded,                      PERMANENT
            LimitExceeded,                                  TRANSIENT
            ResourceInUse,                                  TRANSIENT
            ResourceInsufficient,                           TRANSIENT
            ResourceUnavailable,                            TRANSIENT
            Network.ConnectionRefused,                      SYSTEMIC
            Network.Dns,                                    SYSTEMIC
            Network.Tls,                                    SYSTEMIC
            Network.Timeout,                                TRANSIENT
            Network.Broken,                                 TRANSIENT
            Credentials.Missing,                            SYSTEMIC
            InvalidResponse,                                TRANSIENT
            Http.503,                                       TRANSIENT
            Network.Proxy,                                  SYSTEMIC
            Local.NoResources,                              SYSTEMIC
            """)
    void knownCode_isListedWithItsKind(String code, FaultKind kind) {
        assertThat(table.kindOf(code)).isEqualTo(kind);
        assertThat(table.isListed(code)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SomethingNew", "FailedOperation.SomethingNew", "ResourceNotFound.SomethingNew", ""})
    void unknownCode_isTransientAndNeverTakenForSuccess(String code) {
        assertThat(table.kindOf(code)).isEqualTo(FaultKind.TRANSIENT);
        assertThat(table.isListed(code)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Network.ConnectionRefused",
                "network.dns",
                "NETWORK",
                "Http.404",
                "http",
                "InvalidResponse",
                "Credentials.Missing",
                "CallFailed",
                "Local.NoResources",
                "Kafka.ResultTooLarge",
                "hold.media",
                "Request.Expired"
            })
    void ownCode_isNeverAbsent(String code) {
        assertThatThrownBy(() -> new FaultTable(Map.of(code, FaultKind.ABSENT)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("media-deleter.faults." + code + "=ABSENT: ")
                .hasMessageContaining("such as ResourceNotFound, can be ABSENT. Give another kind");
    }

    /** A call that the API has not answered may have deleted, and says nothing of the API's limit. */
    @ParameterizedTest
    @ValueSource(strings = {"Network.Timeout", "Http.503", "http", "InvalidResponse", "CallFailed"})
    void ownCode_isNeverThrottled(String code) {
        assertThatThrownBy(() -> new FaultTable(Map.of(code, FaultKind.THROTTLED)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("media-deleter.faults." + code + "=THROTTLED: ")
                .hasMessageContaining("only codes of the API can be THROTTLED. Give another kind");
    }

    @ParameterizedTest
    @CsvSource({
        "RequestLimitExceeded.UinLimitExceeded, false",
        "InvalidParameter, false",
        "Call.Withheld, false",
        "InternalError, true",
        "LimitExceeded, true",
        "Http.503, true",
        "Network.Timeout, true"
    })
    void fault_saysWhetherTheCallMayHaveDeleted_whateverAnOperatorMakesOfIt(String code, boolean mayHave) {
        assertThat(new Fault(FaultKind.THROTTLED, code, "message", null).mayHaveDeleted())
                .isEqualTo(mayHave);
    }

    @Test
    void operatorsRow_goesBeforeTheBuiltIn() {
        FaultTable overridden = new FaultTable(Map.of("InternalError.DBError", FaultKind.PERMANENT));

        assertThat(overridden.kindOf("InternalError.DBError")).isEqualTo(FaultKind.PERMANENT);
        assertThat(overridden.kindOf("InternalError")).isEqualTo(FaultKind.TRANSIENT);
    }

    @Test
    void operatorsFamily_countsForSubcodesWithoutARowOfTheirOwn() {
        FaultTable overridden = new FaultTable(Map.of("FailedOperation", FaultKind.PERMANENT));

        assertThat(overridden.kindOf("FailedOperation")).isEqualTo(FaultKind.PERMANENT);
        assertThat(overridden.kindOf("FailedOperation.SomethingNew")).isEqualTo(FaultKind.PERMANENT);
        assertThat(overridden.kindOf("FailedOperation.InvalidVodUser")).isEqualTo(FaultKind.SYSTEMIC);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "resourcenotfound",
                "RESOURCENOTFOUND",
                "ResourceNotFound.filenotexist",
                "invalidparametervalue.FileId"
            })
    void codeThatTheApiWritesOtherwise_provesNoAbsence(String code) {
        assertThat(table.kindOf(code)).isNotEqualTo(FaultKind.ABSENT);
        assertThat(new FaultTable(Map.of(code, FaultKind.ABSENT)).kindOf(code)).isEqualTo(FaultKind.ABSENT);
    }

    @Test
    void absenceFromTheEnvironment_countsInTheApisLetters() {
        FaultTable overridden = new FaultTable(Map.of("failedoperation.gone", FaultKind.ABSENT));

        assertThat(overridden.kindOf("FailedOperation.Gone")).isEqualTo(FaultKind.ABSENT);
    }

    @Test
    void codeFromTheEnvironment_hasLostItsCase() {
        FaultTable overridden = new FaultTable(Map.of("failedoperation.noprivileges", FaultKind.TRANSIENT));

        assertThat(overridden.kindOf("FailedOperation.NoPrivileges")).isEqualTo(FaultKind.TRANSIENT);
    }
}
