package io.mediadeleter.vod;

import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import com.tencentcloudapi.vod.v20180717.VodClient;
import com.tencentcloudapi.vod.v20180717.models.DeleteMediaRequest;
import io.mediadeleter.event.MediaId;
import io.mediadeleter.rule.FaultTable;
import io.mediadeleter.rule.Outcome;
import io.mediadeleter.rule.Outcome.Deleted;
import io.mediadeleter.rule.Outcome.Failed;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The SDK's typed call, which whoever writes a loop would make, over the product's hardened HTTP client, and with its
 * classes of faults. Thread-safe.
 */
public final class BlockingCall implements AutoCloseable {

    private final ApiConnection connection;
    private final VodClient client;
    private final CallFaults faults;

    public BlockingCall(VodSettings settings, Keys keys) {
        connection = new ApiConnection(settings, ApiUse.DELETION);
        client = connection.client(keys);
        faults = new CallFaults(new FaultTable(Map.of()), ApiUse.DELETION);
    }

    /** Deletes the whole media; returns when the call has ended. */
    public Outcome delete(MediaId media) {
        DeleteMediaRequest request = new DeleteMediaRequest();
        request.setFileId(media.fileId());
        try {
            return new Deleted(client.DeleteMedia(request).getRequestId());
        } catch (TencentCloudSDKException refused) {
            return new Failed(faults.of(refused, UnaryOperator.identity()));
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
