package dev.slipway.worker;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;

/**
 * Polls wait until the Temporal server can be reached, instead of failing. The SDK's pollers back off from failing ones up
 * to a minute: after an outage of half a minute they would come back some twenty seconds late, and by then workspaces
 * that this host still holds were given to others.
 */
final class PatientPolls implements ClientInterceptor {
    private static final String POLL = "Poll";

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        String name = method.getBareMethodName();
        return next.newCall(method, name != null && name.startsWith(POLL) ? options.withWaitForReady() : options);
    }
}
