/**
 * The SDK's DeleteMedia, and DescribeMediaInfos for those who only ask, made safe: bounded in time, threads, sockets and memory,
 * one request per call, and every way a call can end mapped to a fault's code. The only package that knows
 * the SDK and its HTTP client.
 */
@NullMarked
package io.mediadeleter.vod;

import org.jspecify.annotations.NullMarked;
