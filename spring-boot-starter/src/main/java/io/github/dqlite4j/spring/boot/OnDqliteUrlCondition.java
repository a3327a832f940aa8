package io.github.dqlite4j.spring.boot;

import io.github.dqlite4j.jdbc.DqliteConstants;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches if {@code spring.datasource.url} is a dqlite URL. */
final class OnDqliteUrlCondition extends SpringBootCondition {

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        boolean match = DqliteUrl.isDqlite(context.getEnvironment().getProperty("spring.datasource.url"));
        ConditionMessage.Builder message = ConditionMessage.forCondition("dqlite URL");
        return match
                ? ConditionOutcome.match(
                        message.because("spring.datasource.url starts with " + DqliteConstants.URL_PREFIX))
                : ConditionOutcome.noMatch(message.because("spring.datasource.url is not a dqlite URL"));
    }
}
