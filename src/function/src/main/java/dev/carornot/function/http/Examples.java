package dev.carornot.function.http;

import dev.carornot.function.answer.Answer;
import dev.carornot.function.answer.Result;
import dev.carornot.function.answer.Results;
import dev.carornot.function.problem.Problem;
import dev.carornot.function.problem.Reason;
import dev.carornot.function.request.RequestId;
import java.util.List;

/** Examples of everything that is answered, made of what is answered: there is nothing here that could drift away from it. */
final class Examples {
    private static final RequestId REQUEST = new RequestId("7f3c2a9e-5b1d-4f0e-9c3a-2d8e6b7a1c40");

    private Examples() {}

    static Answer answer() {
        return answer(null);
    }

    static Answer explained() {
        return answer(new Answer.Heat(
                "car",
                3,
                2,
                List.of(-0.0412, 0.1038, -0.0207, 0.4511, 1.0, 0.3096),
                new Answer.Area(693, 189, 2646, 2646)));
    }

    private static Answer answer(Answer.Heat explanation) {
        return new Answer(
                "car",
                0.97,
                new Answer.Model("car-or-not", "2026-11-23", "fp32"),
                new Answer.Image(4032, 3024),
                new Answer.Millis(38.2, 4.1, 25.7, 68.0),
                explanation);
    }

    static Results results() {
        return new Results(List.of(
                new Result("front.jpg", answer(), null),
                new Result("notes.jpg", null, Problem.of(Reason.DAMAGED, detail(Reason.DAMAGED)))));
    }

    static ModelsResource.Models models() {
        return new ModelsResource.Models(
                List.of(new ModelsResource.Model(
                        "current",
                        "car-or-not",
                        "2026-11-23",
                        "fp32",
                        List.of("not_car", "car"),
                        new ModelsResource.Thresholds(0.4, 0.6),
                        "/models/current/report")),
                new ModelsResource.Limits(20_000_000, 50_000_000));
    }

    static Problem problem(Reason reason) {
        return Problem.of(reason, detail(reason)).of(REQUEST);
    }

    private static String detail(Reason reason) {
        return switch (reason) {
            case EMPTY_BODY -> "The request has no body; send a photograph.";
            case MALFORMED_REQUEST -> "The body is not multipart/form-data as its content type promises.";
            case NO_IMAGE_FIELD -> "The form has no field 'image', only 'photo'.";
            case NOT_AN_IMAGE -> "These bytes are no image.";
            case DAMAGED -> "The JPEG ends in the middle of the picture.";
            case UNAUTHORIZED -> "An API key is needed here; send it as Authorization: Bearer KEY.";
            case NOT_FOUND -> "There is nothing here; photographs go to POST /classify.";
            case METHOD_NOT_ALLOWED -> "GET is not for this address, but OPTIONS, POST.";
            case NOT_ACCEPTABLE -> "The answer is application/json; of POST /explain it can be image/png, too.";
            case TOO_SLOW -> "The body did not arrive within 60 s; send a smaller photograph, or over a faster line.";
            case TOO_LARGE -> "The file has 24 million bytes; at most 20 million are looked at.";
            case TOO_MANY_PIXELS -> "The picture has 108 million pixels; at most 50 million are looked at.";
            case REQUEST_TOO_LARGE ->
                "The request is larger than 25000000 bytes; send a smaller photograph, or several one by one.";
            case UNSUPPORTED -> "GIF is not supported; send JPEG, PNG or WebP.";
            case UNSUPPORTED_CONTENT_TYPE ->
                "A photograph comes as image/*, as application/octet-stream or in the field 'image' of"
                        + " multipart/form-data, not as 'text/plain'.";
            case INTERNAL ->
                "Something failed here, not in the request; the application's log says more under " + REQUEST.urn()
                        + ".";
            case BUSY -> "Too many requests are waiting; ask again in a moment.";
            case UNAVAILABLE -> "The model is not open; ask again in a moment.";
        };
    }
}
