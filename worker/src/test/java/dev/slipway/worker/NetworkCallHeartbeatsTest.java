package dev.slipway.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.run.TaskQueues;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInfo;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.Header;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class NetworkCallHeartbeatsTest {
    private final CountDownLatch beats = new CountDownLatch(2);

    /** A call that goes on until it has been seen to beat, or for so long. */
    private boolean beatsOn(String queue, long most, TimeUnit unit) {
        ActivityInboundCallsInterceptor call = new NetworkCallHeartbeats()
                .interceptActivity(new ActivityInboundCallsInterceptor() {
                    @Override
                    public void init(ActivityExecutionContext context) {}

                    @Override
                    public ActivityOutput execute(ActivityInput input) {
                        try {
                            return new ActivityOutput(beats.await(most, unit));
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    }
                });
        call.init(context(queue));
        return (boolean) call.execute(new ActivityInboundCallsInterceptor.ActivityInput(Header.empty(), new Object[0]))
                .getResult();
    }

    private ActivityExecutionContext context(String queue) {
        ActivityInfo activity = (ActivityInfo) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ActivityInfo.class},
                (proxy, method, arguments) -> method.getName().equals("getActivityTaskQueue") ? queue : null);
        return (ActivityExecutionContext) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ActivityExecutionContext.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("heartbeat")) {
                        beats.countDown();
                        throw new IllegalStateException("the server does not answer");
                    }
                    return method.getName().equals("getInfo") ? activity : null;
                });
    }

    @Test
    void aCallBeatsForAsLongAsItRunsAlsoAfterABeatThatFailed() {
        assertThat(beatsOn(TaskQueues.GITHUB, 1, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void aStepInAWorkspaceBeatsItself() {
        assertThat(beatsOn(TaskQueues.WORK, 2, TimeUnit.SECONDS)).isFalse();
    }
}
