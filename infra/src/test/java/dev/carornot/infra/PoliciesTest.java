package dev.carornot.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Template;

/** Every statement of every policy of every stack. */
final class PoliciesTest {
    /** The only actions here that AWS allows for no single resource. */
    private static final Set<String> FOR_NO_SINGLE_RESOURCE =
            Set.of("xray:PutTraceSegments", "xray:PutTelemetryRecords");

    @Test
    void nobodyMayDoEverythingOfAKind() {
        assertThat(allowing())
                .isNotEmpty()
                .allSatisfy(statement -> assertThat(texts(statement.get("Action")))
                        .isNotEmpty()
                        .noneMatch(action -> action.contains("*")));
    }

    @Test
    void whatIsAllowedEverywhereCannotBeAllowedForLess() {
        assertThat(allowing())
                .filteredOn(statement -> texts(statement.get("Resource")).contains("*"))
                .isNotEmpty()
                .allSatisfy(
                        statement -> assertThat(FOR_NO_SINGLE_RESOURCE).containsAll(texts(statement.get("Action"))));
    }

    @Test
    void nothingIsAllowedToTheWholeWorld() {
        assertThat(allowing())
                .filteredOn(statement -> statement.containsKey("Principal"))
                .isNotEmpty()
                .noneMatch(statement -> statement.get("Principal").toString().contains("*"));
    }

    @Test
    void nothingButTheDeploymentsGetsAPolicyOfAwss() {
        assertThat(resources("AWS::IAM::Role"))
                .filteredOn(role -> role.containsKey("ManagedPolicyArns"))
                .hasSize(2)
                .allSatisfy(role -> assertThat(role.get("ManagedPolicyArns").toString())
                        .contains("AWSCodeDeployRoleForLambdaLimited"));
    }

    @Test
    void theTrainingBoxWritesModelsAndItsLogAndNothingElse() {
        assertThat(statements(Templates.defaults().training(), "AWS::IAM::Policy", "PolicyDocument"))
                .filteredOn(statement -> texts(statement.get("Action")).stream()
                        .anyMatch(action -> !action.startsWith("s3:Get") && !action.startsWith("s3:List")))
                .singleElement()
                .satisfies(statement -> {
                    assertThat(texts(statement.get("Action")))
                            .containsExactlyInAnyOrder("s3:PutObject", "s3:AbortMultipartUpload");
                    assertThat(statement.get("Resource").toString())
                            .contains("/models/*", "/training/logs/*")
                            .doesNotContain("=*");
                    assertThat((List<?>) statement.get("Resource")).hasSize(2);
                });
    }

    private static List<Map<String, Object>> allowing() {
        return all().filter(statement -> statement.get("Effect").equals("Allow"))
                .toList();
    }

    private static Stream<Map<String, Object>> all() {
        return templates()
                .flatMap(template -> Stream.of(
                                statements(template, "AWS::IAM::Policy", "PolicyDocument"),
                                statements(template, "AWS::IAM::ManagedPolicy", "PolicyDocument"),
                                statements(template, "AWS::IAM::Role", "AssumeRolePolicyDocument"),
                                statements(template, "AWS::S3::BucketPolicy", "PolicyDocument"),
                                statements(template, "AWS::SQS::QueuePolicy", "PolicyDocument"),
                                statements(template, "AWS::SNS::TopicPolicy", "PolicyDocument"),
                                inline(template))
                        .flatMap(List::stream));
    }

    private static Stream<Template> templates() {
        Templates templates = Templates.defaults();
        return Stream.of(templates.foundation(), templates.service(), templates.training());
    }

    private static List<Map<String, Object>> resources(String type) {
        return templates()
                .flatMap(template -> properties(template, type).stream())
                .toList();
    }

    private static List<Map<String, Object>> inline(Template template) {
        return properties(template, "AWS::IAM::Role").stream()
                .map(role -> (List<?>) role.getOrDefault("Policies", List.of()))
                .flatMap(List::stream)
                .flatMap(policy -> document(object(policy), "PolicyDocument").stream())
                .toList();
    }

    private static List<Map<String, Object>> statements(Template template, String type, String document) {
        return properties(template, type).stream()
                .flatMap(properties -> document(properties, document).stream())
                .toList();
    }

    private static List<Map<String, Object>> document(Map<String, Object> holder, String name) {
        return ((List<?>) object(holder.get(name)).get("Statement"))
                .stream().map(PoliciesTest::object).toList();
    }

    private static List<Map<String, Object>> properties(Template template, String type) {
        return template.findResources(type).values().stream()
                .map(resource -> object(resource.getOrDefault("Properties", Map.of())))
                .toList();
    }

    /** A value that may be a text or a list of texts and references. */
    private static List<String> texts(Object value) {
        List<String> texts = new ArrayList<>();
        if (value instanceof List<?> list) {
            list.forEach(item -> texts.add(item.toString()));
        } else if (value != null) {
            texts.add(value.toString());
        }
        return texts;
    }

    @SuppressWarnings("unchecked") // What a template has in this place is an object.
    private static Map<String, Object> object(Object value) {
        return (Map<String, Object>) value;
    }
}
