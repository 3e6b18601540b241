package io.mediadeleter.simulator;

import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import com.tencentcloudapi.common.profile.ClientProfile;
import com.tencentcloudapi.common.profile.HttpProfile;
import com.tencentcloudapi.vod.v20180717.VodClient;
import com.tencentcloudapi.vod.v20180717.models.DeleteMediaRequest;
import com.tencentcloudapi.vod.v20180717.models.DescribeMediaInfosRequest;
import com.tencentcloudapi.vod.v20180717.models.DescribeMediaInfosResponse;
import com.tencentcloudapi.vod.v20180717.models.MediaDeleteItem;
import io.mediadeleter.simulator.account.MediaPart;
import java.time.Duration;
import java.util.List;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** The SDK itself, pointed at a simulator. */
public final class SdkCaller implements AutoCloseable {

    private final OkHttpClient http;
    private final VodClient client;

    public SdkCaller(Simulator simulator, String secretId, String secretKey, Duration callTimeout) {
        http = new OkHttpClient.Builder()
                .callTimeout(callTimeout)
                .readTimeout(callTimeout)
                .connectionPool(new ConnectionPool())
                .retryOnConnectionFailure(false)
                .build();
        HttpProfile profile = new HttpProfile();
        profile.setProtocol(HttpProfile.REQ_HTTP);
        profile.setEndpoint(simulator.uri().getAuthority());
        profile.setHttpClient(http);
        com.tencentcloudapi.common.Credential credential =
                new com.tencentcloudapi.common.Credential(secretId, secretKey);
        client = new VodClient(credential, "", new ClientProfile(ClientProfile.SIGN_TC3_256, profile));
    }

    /** Deletes the media, or the parts that are named; returns the RequestId, which a broken answer lacks. */
    @Nullable
    public String delete(String fileId, MediaPart... parts) throws TencentCloudSDKException {
        return delete(fileId, null, parts);
    }

    @Nullable
    public String delete(String fileId, @Nullable Long subAppId, MediaPart... parts) throws TencentCloudSDKException {
        DeleteMediaRequest request = new DeleteMediaRequest();
        request.setFileId(fileId);
        if (subAppId != null) {
            request.setSubAppId(subAppId);
        }
        MediaDeleteItem[] items = new MediaDeleteItem[parts.length];
        for (int i = 0; i < parts.length; i++) {
            items[i] = new MediaDeleteItem();
            items[i].setType(parts[i].type());
            items[i].setDefinition(parts[i].definition());
        }
        request.setDeleteParts(items);
        return client.DeleteMedia(request).getRequestId();
    }

    /** Asks what there is of these media, in all sections or those that are named. */
    public DescribeMediaInfosResponse describe(List<String> fileIds, @Nullable Long subAppId, String... filters)
            throws TencentCloudSDKException {
        DescribeMediaInfosRequest request = new DescribeMediaInfosRequest();
        request.setFileIds(fileIds.toArray(String[]::new));
        if (subAppId != null) {
            request.setSubAppId(subAppId);
        }
        request.setFilters(filters);
        return client.DescribeMediaInfos(request);
    }

    @Override
    public void close() {
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }
}
