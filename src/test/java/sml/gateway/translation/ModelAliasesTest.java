package sml.gateway.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;
import sml.gateway.catalog.Model;
import sml.gateway.catalog.ModelRegistry;
import sml.gateway.catalog.Provider;
import sml.gateway.chat.ModelRef;
import sml.gateway.translation.TranslatedAnswersTest.EmptyRegistry;

/** Names that clients have built in, and the models they stand for. */
class ModelAliasesTest {
  private static final Model OFFERED =
      new Model(
          new ModelRef("p", "gpt-oss"),
          "gpt-oss",
          0,
          0,
          null,
          null,
          null,
          false,
          false,
          0.4,
          Model.Kind.CHAT,
          "small",
          Instant.EPOCH);

  /** Knows one model. */
  private record OneModel() implements ModelRegistry {
    @Override
    public List<Model> models() {
      return List.of(OFFERED);
    }

    @Override
    public Optional<Model> model(ModelRef ref) {
      return Optional.of(OFFERED).filter(model -> model.ref().equals(ref));
    }

    @Override
    public List<Model> named(String bareId) {
      return bareId.equals("gpt-oss") ? List.of(OFFERED) : List.of();
    }

    @Override
    public Optional<Provider> provider(String name) {
      return Optional.empty();
    }

    @Override
    public boolean isEmpty() {
      return false;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-5,sml/auto",
    "gpt-fast,sml/fast",
    "gpt-oss,gpt-oss",
    "p/gpt-oss,p/gpt-oss",
    "gpt,gpt",
    "sml/thai,sml/thai",
    "exact,sml/tools"
  })
  void theFirstEntryThatMatchesCountsUnlessAProviderOffersTheName(String asked, String model) {
    var table =
        new TranslationSettings(
            List.of("gpt-fast=sml/fast", "gpt-*=sml/auto", "p/*=sml/auto", "exact = sml/tools"),
            100,
            Duration.ofHours(1),
            DataSize.ofMegabytes(1));
    assertThat(new ModelAliases(table, new OneModel()).resolve(asked)).isEqualTo(model);
  }

  @Test
  void aNameWithoutAStarStandsForItselfEvenWhenItIsOffered() {
    var table =
        new TranslationSettings(
            List.of("gpt-oss=sml/fast"), 100, Duration.ofHours(1), DataSize.ofMegabytes(1));
    assertThat(new ModelAliases(table, new OneModel()).resolve("gpt-oss")).isEqualTo("sml/fast");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt-5", "=sml/auto", "gpt-5= "})
  void anEntryOfAnotherFormIsRefusedAtTheStart(String entry) {
    var table =
        new TranslationSettings(List.of(entry), 100, Duration.ofHours(1), DataSize.ofMegabytes(1));
    assertThatThrownBy(() -> new ModelAliases(table, new EmptyRegistry()))
        .hasMessageContaining("sml.translation.model-aliases");
  }
}
