-- A position is compared by its bytes, as lib/position.ts makes it; a database's own language would sort "Z" after "a".
ALTER TABLE "CourseModule" ALTER COLUMN position TYPE text COLLATE "C";
ALTER TABLE "Lesson" ALTER COLUMN position TYPE text COLLATE "C";
