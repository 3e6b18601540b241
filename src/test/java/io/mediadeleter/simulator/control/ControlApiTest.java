package io.mediadeleter.simulator.control;

import static io.mediadeleter.simulator.request.SignedRequests.CREDENTIAL;
import static io.mediadeleter.simulator.request.SignedRequests.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.simulator.SimulatorSettings;
import io.mediadeleter.simulator.account.Account;
import io.mediadeleter.simulator.api.DeleteMediaAction;
import io.mediadeleter.simulator.api.Reply;
import io.mediadeleter.simulator.fault.ScriptedFault;
import io.mediadeleter.simulator.request.ApiRequest;
import io.mediadeleter.simulator.request.SignedRequests;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlApiTest {

    private final Account account =
            new SimulatorSettings().credentials(CREDENTIAL).autoCreate(false).account();
    private final ControlApi control = new ControlApi(account);

    @Test
    void state_countsWhatHappened() {
        account.media().put(0, "1");
        account.media().put(0, "2");
        delete("1");
        delete("3");
        assertOk(
                "GET",
                "state",
                "",
                "{'media':1,'calls':2,'accepted':1,'refused':1,'outcomes':{'OK':1,'ResourceNotFound':1},"
                        + "'described':{'calls':0,'outcomes':{}},'busiestSecond':2,'quota':0,'latency':'0ms'}");
    }

    @Test
    void calls_showWhoWasAskedWhat() {
        account.media().put(0, "1");
        delete("1");
        String requestId = account.calls().all().get(0).requestId();
        String call =
                "{'action':'DeleteMedia','arrivedAt':'" + NOW + "','fileId':'1','subAppId':0,'parts':[],'outcome':'OK',"
                        + "'accepted':true,'requestId':'" + requestId + "'}";
        assertOk("GET", "calls", "", "{'calls':[" + call + "]}");
        assertThat(query("limit=5&fileId=1").body()).contains(requestId);
        assertThat(query("fileId=2").body()).isEqualTo("{\"calls\":[]}");
        assertThat(query("limit=0").body()).isEqualTo("{\"calls\":[]}");
    }

    @Test
    void unknownQuery_isExplained() {
        assertThat(query("limt=5").status()).isEqualTo(400);
        assertThat(query("limt=5").body()).contains("limt=5").contains("limit=NUMBER");
        assertThat(query("limit=-1").status()).isEqualTo(400);
    }

    @Test
    void media_arePutAndRemoved() {
        assertOk("POST", "media", "{'fileIds':['1','2'],'subAppId':7}", "{'media':2}");
        assertThat(account.media().holds(7, "1")).isTrue();
        assertOk("DELETE", "media", "{'fileIds':['1'],'subAppId':7}", "{'media':1}");
        assertThat(account.media().holds(7, "1")).isFalse();
        assertThat(account.media().holds(7, "2")).isTrue();
    }

    @Test
    void faults_areAddedShownAndCleared() {
        assertOk(
                "POST",
                "faults",
                "{'faults':['timeout:0.01',{'fault':'InternalError@1x2','message':'the disk is full'}]}",
                "{'faults':['timeout:0.01','InternalError@1x2']}");
        assertThat(account.faults().rules().get(1).fault())
                .isEqualTo(new ScriptedFault.Refused("InternalError", "the disk is full"));
        assertOk("GET", "faults", "", "{'faults':['timeout:0.01','InternalError@1x2']}");
        assertOk("DELETE", "faults", "", "{'faults':[]}");
    }

    @Test
    void emptyListOfFaults_clearsThem() {
        assertOk("POST", "faults", "{'faults':['timeout:0.01']}", "{'faults':['timeout:0.01']}");
        assertOk("POST", "faults", "{'faults':[]}", "{'faults':[]}");
        assertThat(account.faults().rules()).isEmpty();
    }

    @Test
    void settings_areChangedOneByOne() {
        assertOk("PUT", "settings", "{'quota':50}", "{'quota':50,'latency':'0ms'}");
        assertOk("PUT", "settings", "{'latency':'20ms-120ms'}", "{'quota':50,'latency':'20ms-120ms'}");
    }

    @Test
    void settingsWithOneFlaw_changeNothing() {
        assertThat(ask("PUT", "settings", "{'quota':50,'latency':'slow'}").status())
                .isEqualTo(400);
        assertThat(account.quota().limit()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "POST   | media    | garbage                                    | the body is no JSON",
                "POST   | media    | []                                         | JSON object with the fields",
                "POST   | media    | {}                                         | fileIds is missing",
                "DELETE | media    | {'fileIds':[]}                             | at least one item",
                "POST   | media    | {'fileIds':[7447398156998994860]}          | in quotes",
                "POST   | media    | {'fileIds':['abc']}                        | 1 to 32 digits",
                "POST   | media    | {'fileIds':['1'],'subAppId':-1}            | subAppId is a whole number",
                "POST   | media    | {'fileIds':['1'],'subappid':1}             | unknown field",
                "POST   | faults   | {'faults':['tmeout']}                      | write an error code",
                "POST   | faults   | {}                                         | an empty one clears them",
                "POST   | faults   | {'faults':'none'}                          | faults is missing or no list",
                "POST   | faults   | {'faults':[1]}                             | a fault that is no string",
                "POST   | faults   | {'faults':[{'fault':'reset'}]}             | message is missing",
                "POST   | faults   | {'faults':[{'fault':'reset','message':''}]} | only an error code has a message",
                "PUT    | settings | {'quota':'many'}                           | quota is a whole number",
                "PUT    | settings | {'quota':2147483648}                       | quota is a whole number",
                "PUT    | settings | {'latency':60}                             | latency is missing or no string",
                "PUT    | settings | {'latency':'slow'}                         | write 60ms"
            })
    void flawedInput_isExplained(String method, String what, String body, String message) {
        Reply.Answer answer = ask(method, what, body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).startsWith("{\"error\":").contains(message);
    }

    @Test
    void unknownPathOrMethod_listsWhatThereIs() {
        assertThat(ask("GET", "stat", "").status()).isEqualTo(404);
        assertThat(ask("POST", "state", "").body()).contains("GET /control/state");
    }

    private void delete(String fileId) {
        new DeleteMediaAction(account, InstantSource.fixed(NOW))
                .answer(SignedRequests.deleteMedia("{\"FileId\":\"" + fileId + "\"}"));
    }

    private void assertOk(String method, String what, String body, String expected) {
        assertThat(ask(method, what, body)).isEqualTo(Reply.json(200, expected.replace('\'', '"')));
    }

    private Reply.Answer query(String query) {
        return ask(new ApiRequest("GET", "/control/calls", query, Map.of(), new byte[0]));
    }

    private Reply.Answer ask(String method, String what, String body) {
        byte[] bytes = body.replace('\'', '"').getBytes(UTF_8);
        return ask(new ApiRequest(method, "/control/" + what, "", Map.of(), bytes));
    }

    private Reply.Answer ask(ApiRequest request) {
        return (Reply.Answer) control.answer(request);
    }
}
