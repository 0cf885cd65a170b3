package sml.gateway.modelhealth;

import org.junit.jupiter.api.Nested;

/** The same contracts for the memories of a process that is alone and for those over Valkey. */
class MemoriesTest {
  @Nested
  class BreakersInProcess extends BreakerContract {
    BreakersInProcess() {
      super(new Lab());
    }
  }

  @Nested
  class BreakersOverValkey extends BreakerContract {
    BreakersOverValkey() {
      super(Lab.overValkey());
    }
  }

  @Nested
  class RestsInProcess extends CooldownContract {
    RestsInProcess() {
      super(new Lab());
    }
  }

  @Nested
  class RestsOverValkey extends CooldownContract {
    RestsOverValkey() {
      super(Lab.overValkey());
    }
  }

  @Nested
  class QuotasInProcess extends RateWindowContract {
    QuotasInProcess() {
      super(new Lab());
    }
  }

  @Nested
  class QuotasOverValkey extends RateWindowContract {
    QuotasOverValkey() {
      super(Lab.overValkeyWithGrants());
    }
  }
}
