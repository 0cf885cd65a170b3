package sml.gateway;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.stereotype.Component;
import sml.gateway.access.AccessPolicy;
import sml.gateway.jobs.CycleRunStore;
import sml.gateway.network.PublicHostResolver;

/** The walls between the rooms and the house rules that byte code can show. */
// the classes it imports fill 200 MB, which the tests that follow need
@TestInstance(Lifecycle.PER_CLASS)
class ArchitectureTest {
  private final JavaClasses program =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("sml.gateway");
  private final JavaClasses programAndTests = new ClassFileImporter().importPackages("sml.gateway");

  @Test
  void aRoomUsesOnlyTheRoomsItMayUse() {
    ApplicationModules.of(GatewayApplication.class).verify();
  }

  @Test
  void onlyTheRoomsThatStreamSeeARawExchange() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(
                "sml.gateway.reply..", "sml.gateway.http..", "sml.gateway.upstream..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("org.apache.camel.Exchange")
            .because("other rooms take @Variable, @Body and @Header parameters"));
  }

  @Test
  void onlyStoresTalkToTheDatabase() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("sml.gateway.storage..")
            .and()
            .haveNameNotMatching(".*Store(\\$.*)?")
            .should()
            .dependOnClassesThat(
                resideInAPackage("java.sql..")
                    .or(resideInAPackage("javax.sql.."))
                    .or(resideInAPackage("org.springframework.jdbc..")))
            .because("SQL lives in classes named *Store"));
  }

  @Test
  void onlyTheRoomOfTheReplicasTalksToValkey() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("sml.gateway.cluster..")
            .should()
            .dependOnClassesThat(
                resideInAPackage("io.lettuce..")
                    .or(resideInAPackage("org.springframework.data.redis.."))));
  }

  @Test
  void noClassReadsTheEnvironmentByItself() {
    check(
        noClasses()
            .should()
            .callMethod(System.class, "getenv")
            .orShould()
            .callMethod(System.class, "getenv", String.class)
            .because("settings are bound in application.yaml"));
  }

  @Test
  void beansGetWhatTheyNeedThroughTheirConstructor() {
    check(NO_CLASSES_SHOULD_USE_FIELD_INJECTION);
  }

  @Test
  void aClassIsNamedForWhatItIs() {
    check(
        noClasses()
            .should()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameEndingWith("Service"));
  }

  @Test
  void noClassSleeps() {
    noClasses()
        .should()
        .callMethodWhere(named(Thread.class, "sleep"))
        .because("a wait ends with an event, not with a guess")
        .check(programAndTests);
  }

  @Test
  void timeIsAParameter() {
    check(
        noClasses()
            .that()
            .doNotBelongToAnyOf(ClockConfiguration.class)
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(Clock.class, "systemDefaultZone")
            .because("rules take the clock as a parameter"));
  }

  @Test
  void theFaceOfARoomHoldsNoBeans() {
    check(
        classes()
            .that()
            .areMetaAnnotatedWith(Component.class)
            .and(aRoomsRoot())
            .and()
            // asked by the front before any route, by the transports, and by the status
            .doNotBelongToAnyOf(AccessPolicy.class, PublicHostResolver.class, CycleRunStore.class)
            .should()
            .notBePublic()
            .because("routes and Spring reach a package-private bean, other rooms must not"));
  }

  private static DescribedPredicate<JavaClass> aRoomsRoot() {
    return DescribedPredicate.describe(
        "lie in the root package of a room",
        type -> type.getPackageName().matches("sml\\.gateway\\.[a-z]+"));
  }

  private static DescribedPredicate<JavaMethodCall> named(Class<?> owner, String method) {
    return DescribedPredicate.describe(
        "calls " + owner.getSimpleName() + "." + method,
        call ->
            call.getTargetOwner().isEquivalentTo(owner)
                && call.getTarget().getName().equals(method));
  }

  private void check(ArchRule rule) {
    rule.check(program);
  }
}
