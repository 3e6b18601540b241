package io.mediadeleter.vod;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which names an answer without an Error may have: one too few stops all deletion, one too many loses a request. */
class ResponseFormatTest {

    /** The letters of err, fault or invalid do not make an error. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "IsDefault",
                "DefaultStorageClass",
                "default",
                "TransferredBytes",
                "INTERRUPTED",
                "BYTES_TRANSFERRED",
                "OVERRIDDEN",
                "OVERRIDE_ID",
                "OVERRIDING",
                "TERRITORY",
                "TERRITORIES",
                "TERRAIN",
                "INTERRELATED",
                "REFERRER",
                "PreferredRegion",
                "DeferredUntil",
                "Referrer",
                "Overridden",
                "InvalidationId",
                "InvalidateTaskId",
                "CacheInvalidated",
                "FailoverRegion",
                "CodecName"
            })
    void harmlessName_isNoObjection(String name) {
        assertThat(objection(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "error",
                "LastError",
                "APIErrors",
                "VODErrorCode",
                "err",
                "Errs",
                "errno",
                "ErrCode",
                "VODErrInfo",
                "APIErrText",
                "APIErrDesc",
                "MErrStr",
                "LASTERRTEXT",
                "APIERRLIST",
                "lasterrdetail",
                "apierrcode",
                "TaskErrId",
                "TASKERRID",
                "TASKERRIDENTIFIER",
                "LASTERRITEM",
                "LASTERRELEMENT",
                "api_err",
                "X.ERR_1",
                "FileErrList",
                "part2Err",
                "myerr",
                "Exception",
                "failed",
                "PartFailures",
                "HttpFault",
                "faults",
                "DefaultFault",
                "AccessDenied",
                "refusedParts",
                "RejectReason",
                "InvalidFileIds",
                "isInvalid",
                "Code",
                "status_code",
                "BizCode",
                "MESSAGE",
                "Success",
                "ok",
                "RequestID"
            })
    void nameOfAnError_isAnObjectionAtAnyDepth(String name) {
        assertThat(objection(name)).contains("it has no Error, but " + name);
    }

    private static Optional<String> objection(String name) {
        String body = "{\"Response\":{\"RequestId\":\"req-1\",\"Data\":[{\"" + name + "\":1}]}}";
        return ResponseFormat.objection(body.getBytes(UTF_8), "application/json", ApiUse.DELETION);
    }
}
