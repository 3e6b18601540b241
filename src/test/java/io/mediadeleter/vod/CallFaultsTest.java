package io.mediadeleter.vod;

import static io.mediadeleter.vod.TestCalls.KEYS;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.gson.JsonSyntaxException;
import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import io.mediadeleter.rule.Fault;
import io.mediadeleter.rule.FaultKind;
import io.mediadeleter.rule.FaultTable;
import io.mediadeleter.vod.HttpStatusInterceptor.HttpStatusException;
import io.mediadeleter.vod.ResponseFormatInterceptor.InvalidAnswerException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateExpiredException;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

class CallFaultsTest {

    private final CallFaults faults =
            new CallFaults(new FaultTable(Map.of("Http.503", FaultKind.SYSTEMIC)), ApiUse.DELETION);

    static Stream<Arguments> exceptionsAndCodes() {
        return Stream.of(
                Arguments.of(new ConnectException("Connection refused"), FaultTable.CONNECTION_REFUSED),
                Arguments.of(new ConnectException("Network is unreachable"), FaultTable.NETWORK_UNREACHABLE),
                Arguments.of(new SocketException("Network is unreachable"), FaultTable.NETWORK_UNREACHABLE),
                Arguments.of(new NoRouteToHostException("No route to host"), FaultTable.NETWORK_UNREACHABLE),
                Arguments.of(new ConnectException("Connection timed out"), FaultTable.TIMEOUT),
                Arguments.of(new SocketTimeoutException("Connect timed out"), FaultTable.TIMEOUT),
                Arguments.of(new InterruptedIOException("timeout"), FaultTable.TIMEOUT),
                Arguments.of(new UnknownHostException("vod.invalid"), FaultTable.DNS),
                Arguments.of(new SSLHandshakeException("no cipher"), FaultTable.TLS),
                Arguments.of(new SSLPeerUnverifiedException("other host"), FaultTable.TLS),
                Arguments.of(new IOException(new CertificateExpiredException()), FaultTable.TLS),
                Arguments.of(new SSLException("Unsupported or unrecognized SSL message"), FaultTable.TLS),
                Arguments.of(
                        new SSLException("Connection reset", new SocketException("Connection reset")),
                        FaultTable.BROKEN_CONNECTION),
                Arguments.of(new SocketException("Connection reset"), FaultTable.BROKEN_CONNECTION),
                Arguments.of(new IOException("unexpected end", new EOFException()), FaultTable.BROKEN_CONNECTION),
                Arguments.of(new ProtocolException("unexpected end of stream"), FaultTable.BROKEN_CONNECTION),
                Arguments.of(new SocketException("Too many open files"), FaultTable.NO_RESOURCES),
                Arguments.of(new SocketException("Cannot allocate memory"), FaultTable.NO_RESOURCES),
                Arguments.of(new NoRouteToHostException("Cannot assign requested address"), FaultTable.NO_RESOURCES),
                Arguments.of(new BindException("Address already in use"), FaultTable.NO_RESOURCES),
                Arguments.of(new IOException("Unexpected response code for CONNECT: 403"), FaultTable.PROXY),
                Arguments.of(new IOException("Failed to authenticate with proxy"), FaultTable.PROXY),
                Arguments.of(new SocketException("SOCKS: Connection refused"), FaultTable.PROXY),
                Arguments.of(new SocketException("Operation not permitted"), FaultTable.NETWORK_UNREACHABLE),
                Arguments.of(new JsonSyntaxException("not JSON"), FaultTable.INVALID_RESPONSE),
                Arguments.of(new NullPointerException(), FaultTable.INVALID_RESPONSE),
                Arguments.of(new HttpStatusException(503, "", Optional.empty()), "Http.503"),
                Arguments.of(timeoutAfter(new HttpStatusException(504, "", Optional.empty())), "Http.504"),
                Arguments.of(new IllegalStateException("no idea"), FaultTable.CALL_FAILED),
                Arguments.of(new StackOverflowError(), FaultTable.CALL_FAILED));
    }

    @ParameterizedTest
    @MethodSource("exceptionsAndCodes")
    void exception_hasItsCodeBareAndInTheSdksWrapping(Throwable thrown, String code) {
        Fault bare = of(thrown);
        Fault wrapped = of(new TencentCloudSDKException("", thrown));

        assertThat(bare.code()).isEqualTo(code);
        assertThat(wrapped).isEqualTo(bare);
    }

    @ParameterizedTest
    @MethodSource("exceptionsAndCodes")
    void failureBeforeTheRequestWasSent_saysSo(Throwable thrown, String code) {
        if (thrown instanceof IOException failed && !(thrown instanceof HttpStatusException)) {
            Fault early = of(new TencentCloudSDKException("", new SendGuard.NothingSent(failed)));

            if (!code.startsWith(FaultTable.HTTP_STATUS)) {
                assertThat(early.message()).contains("; nothing was sent (").doesNotContain("have been deleted");
            }
            assertThat(early.code()).isEqualTo(code);
        }
    }

    @Test
    void exceptionWithoutMessage_isNamed() {
        assertThat(of(new TencentCloudSDKException("", new EOFException())).message())
                .startsWith("the connection broke")
                .endsWith("(EOFException)");
    }

    @Test
    void ownException_isToldByItsMessage_withoutTheNameOfItsClass() {
        assertThat(of(new HttpStatusException(502, "bad gateway", Optional.empty()))
                        .message())
                .contains("HTTP status 502: bad gateway")
                .doesNotContain("Exception");
        assertThat(of(new InvalidAnswerException("it is text/html")).message())
                .contains("it is text/html")
                .doesNotContain("Exception");
    }

    @Test
    void everyKind_comesFromTheTable() {
        assertThat(of(new HttpStatusException(503, "", Optional.empty())).kind())
                .isEqualTo(FaultKind.SYSTEMIC);
        assertThat(of(new HttpStatusException(502, "", Optional.empty())).kind())
                .isEqualTo(FaultKind.TRANSIENT);
        assertThat(faults.noCredentials().kind()).isEqualTo(FaultKind.SYSTEMIC);
    }

    @Test
    void causesInACircle_end() {
        IllegalStateException first = new IllegalStateException("first");
        first.initCause(new IllegalStateException("second", first));

        assertThat(of(first).code()).isEqualTo(FaultTable.CALL_FAILED);
    }

    @Test
    void requestIdThatIsNone_isNotPassedOn() {
        assertThat(of(new TencentCloudSDKException("m", "a\nb", "InternalError")))
                .isEqualTo(new Fault(FaultKind.TRANSIENT, "InternalError", "m", null));
    }

    @Test
    void keyThatTheCutWouldSplit_isTakenOutBefore() {
        String message = "x".repeat(Fault.MAX_MESSAGE - 10) + KEYS.secretKey();

        Fault fault = faults.of(new TencentCloudSDKException(message, "r", "InternalError"), KEYS::redact);

        assertThat(fault.message()).endsWith("x***");
    }

    @Test
    void unknownCode_isLoggedOnce() {
        Logger logger = (Logger) LoggerFactory.getLogger(CallFaults.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        logger.setAdditive(false);
        try {
            for (int call = 0; call < 3; call++) {
                assertThat(of(new TencentCloudSDKException("m", "r", "Strange.New"))
                                .kind())
                        .isEqualTo(FaultKind.TRANSIENT);
                of(new TencentCloudSDKException("m", "r", "InternalError.DBError"));
            }
            assertThat(lines.list)
                    .singleElement()
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .asString()
                    .contains("Strange.New", "TRANSIENT");

            for (int code = 0; code < 1_000; code++) {
                of(new TencentCloudSDKException("m", "r", "Strange.N" + code));
            }
            assertThat(lines.list).hasSizeLessThanOrEqualTo(100);
        } finally {
            logger.detachAppender(lines);
            logger.setAdditive(true);
        }
    }

    private Fault of(Throwable thrown) {
        return faults.of(thrown, UnaryOperator.identity());
    }

    private static Throwable timeoutAfter(IOException first) {
        return new InterruptedIOException("timeout").initCause(first);
    }
}
