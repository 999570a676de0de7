-- A teacher's worry is a case like any other until somebody takes it. Alone, because a new label is used only after its own migration.
ALTER TYPE "CaseKind" ADD VALUE 'FLAG';
