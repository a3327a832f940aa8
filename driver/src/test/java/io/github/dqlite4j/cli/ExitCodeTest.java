package io.github.dqlite4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExitCodeTest {
    @Test
    void whatIsNotKnownMattersMost() {
        assertThat(ExitCode.worse(ExitCode.UNKNOWN, ExitCode.INTERRUPTED)).isEqualTo(ExitCode.UNKNOWN);
        assertThat(ExitCode.worse(ExitCode.FAILED, ExitCode.UNKNOWN)).isEqualTo(ExitCode.UNKNOWN);
        assertThat(ExitCode.worse(ExitCode.FAILED, ExitCode.INTERRUPTED)).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(ExitCode.worse(ExitCode.OK, ExitCode.FAILED)).isEqualTo(ExitCode.FAILED);
    }
}
