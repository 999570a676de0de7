import type { Translate } from "@/lib/translate";
import type { QuizBlock } from "@/server/features/courses/lesson.schema";

/** A question inside a lesson as a sheet of paper asks it: mark one, then open the answer. */
export function QuizSheet({ quiz, t }: { quiz: QuizBlock; t: Translate }) {
  const right = quiz.options.find(({ key }) => key === quiz.right);
  return (
    <div className="lesson-quiz">
      <fieldset>
        <legend>{quiz.question}</legend>
        {quiz.options.map((option) => (
          <label key={option.key}>
            <input type="radio" className="tick" name={quiz.blockId} value={option.key} />
            {option.text}
          </label>
        ))}
      </fieldset>
      <details>
        <summary>{t("lesson.show_answer")}</summary>
        <p>
          <strong>{right?.text}</strong>
        </p>
        {quiz.explanation ? <p>{quiz.explanation}</p> : null}
      </details>
    </div>
  );
}
