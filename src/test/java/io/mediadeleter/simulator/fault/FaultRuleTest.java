package io.mediadeleter.simulator.fault;

import static io.mediadeleter.simulator.request.ApiAction.DELETE_MEDIA;
import static io.mediadeleter.simulator.request.ApiAction.DESCRIBE_MEDIA_INFOS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultRuleTest {

    private static final String ID = "7447398156998994860";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "InternalError",
                "InternalError:0.1",
                "FailedOperation.NetWorkError:0.00001",
                "timeout:0.01",
                "timeout+applied@7447398156998994860",
                "InternalError@7447398156998994860x2",
                "InternalError:0.5@7447398156998994860x2",
                "http-503@*x3",
                "DescribeMediaInfos/UnauthorizedOperation",
                "DeleteMedia/InternalError:0.5@7447398156998994860x2",
                "ignored:0.01",
                "ignored@7447398156998994860",
                "delayed-30s@*x3",
                "delayed-1500ms"
            })
    void text_comesBackAsWritten(String text) {
        assertThat(FaultRule.parse(text)).hasToString(text);
    }

    @Test
    void errorCodeForOneMedia_isRead() {
        FaultRule rule = FaultRule.parse("InternalError:0.5@" + ID + "x2");
        assertThat(rule.fault()).isInstanceOf(ScriptedFault.Refused.class);
        assertThat(rule.probability()).isEqualTo(0.5);
        assertThat(rule.fileId()).contains(ID);
        assertThat(rule.times()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(WireFault.class)
    void everyBreakage_isReadWithAndWithoutApplied(WireFault wireFault) {
        assertThat(ScriptedFault.parse(wireFault.text())).isEqualTo(new ScriptedFault.Broken(wireFault, false));
        assertThat(ScriptedFault.parse(wireFault.text() + "+applied"))
                .isEqualTo(new ScriptedFault.Broken(wireFault, true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tmeout", "internalError", "InternalError+applied", "Internal Error", ":0.1"})
    void unknownFault_isRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FaultRule.parse(text))
                .withMessageContaining("\"" + text + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"reset:0", "reset:1.1", "reset:-1", "reset:NaN", "reset:often", "reset:"})
    void impossibleProbability_isRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FaultRule.parse(text))
                .withMessageContaining("probability");
    }

    @ParameterizedTest
    @ValueSource(strings = {"reset@", "reset@abc", "reset@1x", "reset@1x-2", "reset@1@2"})
    void illFormedTarget_isRefusedWithTheForm(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FaultRule.parse(text))
                .withMessageContaining("FAULT[:PROBABILITY][@FILE_ID[xTIMES]]");
    }

    @Test
    void noTimesAtAll_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FaultRule.parse("reset@1x0"))
                .withMessageContaining("at least once");
    }

    @Test
    void ruleForOneMedia_isNotMeantForOthers() {
        FaultRule rule = FaultRule.parse("reset@1");
        assertThat(rule.isMeantFor(DELETE_MEDIA, List.of("1"))).isTrue();
        assertThat(rule.isMeantFor(DELETE_MEDIA, List.of("2"))).isFalse();
        assertThat(rule.isMeantFor(DELETE_MEDIA, List.of())).isFalse();
        assertThat(rule.isMeantFor(DESCRIBE_MEDIA_INFOS, List.of("2", "1"))).isTrue();
        assertThat(FaultRule.parse("reset").isMeantFor(DELETE_MEDIA, List.of())).isTrue();
    }

    @Test
    void ruleForOneAction_isNotMeantForTheOther() {
        FaultRule rule = FaultRule.parse("DescribeMediaInfos/reset");
        assertThat(rule.isMeantFor(DESCRIBE_MEDIA_INFOS, List.of("1"))).isTrue();
        assertThat(rule.isMeantFor(DELETE_MEDIA, List.of("1"))).isFalse();
        assertThat(FaultRule.parse("ignored").isMeantFor(DESCRIBE_MEDIA_INFOS, List.of("1")))
                .isFalse();
        assertThat(FaultRule.parse("ignored").isMeantFor(DELETE_MEDIA, List.of("1")))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"DescribeMedia/reset", "/reset", "DescribeMediaInfos/ignored", "delayed-1h", "delayed-"})
    void impossibleActionOrDelay_isRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> FaultRule.parse(text));
    }
}
