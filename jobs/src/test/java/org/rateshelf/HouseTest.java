package org.rateshelf;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.File;
import java.io.ObjectInputStream;
import java.net.Socket;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.rateshelf.answer.Answers;
import org.rateshelf.ingest.Source;
import org.rateshelf.ingest.Sources;
import org.rateshelf.job.Answer;
import org.rateshelf.lake.Lake;
import org.rateshelf.schema.Table;

/** What each package may do. The reasons say why. */
class HouseTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.rateshelf");

  private static final DescribedPredicate<JavaClass> LAKE =
      resideInAnyPackage("org.rateshelf.lake..", "org.rateshelf.store..")
          .or(belongToAnyOf(Main.class));
  private static final DescribedPredicate<JavaClass> CLI = resideInAPackage("org.rateshelf.cli..");
  private static final DescribedPredicate<JavaClass> SIMULATE =
      resideInAPackage("org.rateshelf.simulate..");

  /** What is handed values, and makes figures of them. */
  private static final DescribedPredicate<JavaClass> ARITHMETIC =
      resideInAnyPackage(
          "org.rateshelf.figures..",
          "org.rateshelf.shelf..",
          "org.rateshelf.day..",
          "org.rateshelf.holders..",
          "org.rateshelf.study..");

  private static final DescribedPredicate<JavaClass> SPARK =
      resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..", "io.delta..");

  private static final DescribedPredicate<JavaClass> FILES =
      resideInAnyPackage("java.nio.file..", "org.apache.hadoop.fs..").or(belongToAnyOf(File.class));

  static final ArchRule ONLY_THE_LAKE_KNOWS_SPARK_SESSIONS =
      noClasses()
          .that(DescribedPredicate.not(LAKE))
          .should()
          .dependOnClassesThat(belongToAnyOf(SparkSession.class).or(resideInAPackage("io.delta..")))
          .because(
              "what opens sessions and tables is in two places, lake/ and store/, and everything"
                  + " else is handed rows and can be tested with rows");

  static final ArchRule ONLY_THE_LAKE_KNOWS_PATHS =
      noClasses()
          .that(DescribedPredicate.not(LAKE.or(CLI).or(SIMULATE)))
          .should()
          .dependOnClassesThat(FILES)
          .because(
              "where data lies is known to lake/ and store/ alone (cli/ names paths for its"
                  + " options, simulate/ writes a market's folder)");

  static final ArchRule THE_COMMAND_LINE_ONLY_NAMES_PATHS =
      noClasses()
          .that(CLI)
          .should()
          .dependOnClassesThat(FILES.and(DescribedPredicate.not(belongToAnyOf(Path.class))))
          .because("a command hands the paths of its options on; lake/ opens them");

  static final ArchRule ONE_METHOD_MAKES_FOLDERS_OF_A_LAKE =
      noClasses()
          .that(LAKE)
          .and(DescribedPredicate.not(belongToAnyOf(Lake.class)))
          .should()
          .callCodeUnitWhere(
              DescribedPredicate.describe(
                  "Files.createDirectories",
                  call ->
                      owner(belongToAnyOf(Files.class)).test(call.getTarget())
                          && nameMatching("createDirector.*").test(call.getTarget())))
          .because("a lake's folders are closed to others, which Lake.makeFolder sees to");

  static final ArchRule A_SIMULATION_KNOWS_NO_SPARK =
      noClasses()
          .that(SIMULATE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.spark..", "io.delta..", "org.rateshelf.lake..")
          .because("it writes files as a market's sources would, and knows nothing of who reads");

  static final ArchRule EARNING_IS_PLAIN_ARITHMETIC =
      noClasses()
          .that()
          .resideInAPackage("org.rateshelf.earn..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("org.apache.spark..")
                  .or(
                      resideInAPackage("org.rateshelf..")
                          .and(DescribedPredicate.not(resideInAPackage("org.rateshelf.earn..")))))
          .because("what an amount earns is told by its rate lines alone, and tried by hand");

  static final ArchRule ARITHMETIC_KNOWS_NO_SPARK_AND_NO_FILES =
      noClasses()
          .that(ARITHMETIC)
          .should()
          .dependOnClassesThat(SPARK.or(FILES).or(LAKE))
          .because(
              "what a figure means reads like the rules, and is tried by hand in milliseconds;"
                  + " lake/ brings together what belongs together");

  static final ArchRule ARITHMETIC_ASKS_NO_CLOCK =
      noClasses()
          .that(ARITHMETIC)
          .should()
          .callCodeUnitWhere(
              DescribedPredicate.describe("the clock", call -> isClock(call.getTarget())))
          .because("the day is handed in, so that a day computed later has the same digits");

  private static boolean isClock(CodeUnitCallTarget target) {
    String owner = target.getOwner().getFullName();
    String name = target.getName();
    return owner.startsWith("java.time.") && name.equals("now")
        || owner.equals(Clock.class.getName()) && name.startsWith("system")
        || owner.equals(System.class.getName()) && name.matches("currentTimeMillis|nanoTime");
  }

  static final ArchRule ANSWERS_ONLY_DECLARE =
      noClasses()
          .that()
          .resideInAPackage("org.rateshelf.answer..")
          .should()
          .dependOnClassesThat(
              SPARK
                  .and(DescribedPredicate.not(resideInAPackage("org.apache.spark.sql.types..")))
                  .or(ARITHMETIC)
                  .or(LAKE))
          .because("an answer says what is asked and what its table holds; others compute it");

  static final ArchRule EXPLANATIONS_KNOW_NO_SPARK =
      noClasses()
          .that()
          .resideInAPackage("org.rateshelf.explain..")
          .should()
          .dependOnClassesThat(SPARK)
          .because("it asks the functions that made a figure, with the rows that the lake reads");

  static final ArchRule ANSWERS_DO_NOT_KNOW_SOURCES =
      noClasses()
          .that()
          .resideInAPackage("org.rateshelf.answer..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.rateshelf.ingest..")
          .because("they meet in table/: a new source changes no answer");

  static final ArchRule SOURCES_DO_NOT_KNOW_ANSWERS =
      noClasses()
          .that()
          .resideInAPackage("org.rateshelf.ingest..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.rateshelf.answer..")
          .because("they meet in table/: a new answer changes no source");

  static final ArchRule WHAT_LANDS_IS_ONLY_READ =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                      "javax.xml..",
                      "org.xml..",
                      "org.w3c..",
                      "org.yaml.snakeyaml..",
                      "java.rmi..",
                      "java.beans..",
                      "javax.script..",
                      "java.net.http..")
                  .or(
                      belongToAnyOf(
                          ObjectInputStream.class,
                          ClassLoader.class,
                          URL.class,
                          Socket.class,
                          ProcessBuilder.class,
                          Runtime.class)))
          .because(
              "no file names a class to be made, and no network is asked: no Java serialisation,"
                  + " no XML, no YAML but by snakeyaml-engine, which knows no class");

  static final ArchRule JSON_NAMES_NO_CLASS =
      noClasses()
          .should()
          .callCodeUnitWhere(
              DescribedPredicate.describe(
                  "Jackson's default typing",
                  call -> nameMatching(".*DefaultTyping.*").test(call.getTarget())))
          .because("with it a file could say which class its values are made of");

  static final ArchRule NAMES_SAY_SOMETHING =
      noClasses()
          .should()
          .haveNameMatching(".*(Util|Utils|Helper|Manager|Base|Impl|Common)")
          .because("such a name says nothing; a method belongs to the thing it is about");

  @TestFactory
  Stream<DynamicTest> rules() {
    return Stream.of(HouseTest.class.getDeclaredFields())
        .filter(field -> field.getType() == ArchRule.class)
        .map(
            field ->
                dynamicTest(field.getName(), () -> ((ArchRule) field.get(null)).check(CLASSES)));
  }

  @Test
  void everyAnswerIsInTheList() {
    List<String> written =
        CLASSES.stream()
            .filter(c -> c.isAssignableTo(Answer.class) && !c.isInterface())
            .map(JavaClass::getName)
            .toList();
    assertThat(Answers.all())
        .as("Answers.all() is what readers are told of; an answer outside it is in no dictionary")
        .extracting(answer -> answer.getClass().getName())
        .containsExactlyInAnyOrderElementsOf(written);
  }

  @Test
  void everyTableHasOneWriter() {
    Stream<Table> landed =
        Sources.landing().stream().flatMap(List::stream).map(Source::table).distinct();
    List<String> written =
        Stream.concat(landed, Answers.all().stream().map(Answer::writes)).map(Table::path).toList();
    assertThat(written)
        .as("two writers of one table would overwrite each other")
        .doesNotHaveDuplicates();
  }

  @Test
  void everyTableIsInTheDictionary() {
    List<Table> listed =
        Stream.of(
                Answers.all().stream().map(Answer::writes),
                Sources.landing().stream().flatMap(List::stream).map(Source::table),
                Sources.reference().stream().map(Source::table))
            .flatMap(tables -> tables)
            .toList();
    Stream<Table> declared =
        CLASSES.stream()
            .flatMap(c -> c.tryGetField("TABLE").stream())
            .filter(field -> field.getModifiers().contains(JavaModifier.PUBLIC))
            .map(HouseTest::table)
            .filter(table -> table.layer() != Table.Layer.OPS);
    assertThat(declared)
        .as("docs/tables.md tells readers of those in Answers and Sources")
        .isSubsetOf(listed);
  }

  private static Table table(JavaField declared) {
    try {
      return (Table) declared.reflect().get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void everyPublishedColumnHasAComment() {
    for (Answer answer : Answers.all()) {
      assertThat(answer.writes().fields())
          .allSatisfy(
              field ->
                  assertThat(field.comment())
                      .as("comment of %s.%s, for readers", answer.writes().path(), field)
                      .isNotBlank());
      assertThat(answer.writes().grain()).as("grain of %s", answer.writes()).isNotBlank();
    }
  }
}
