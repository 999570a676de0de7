import { Document, Page, Text, View } from "@react-pdf/renderer";
import { letters, print } from "@/server/documents/pdf";
import { colours } from "../pictures/paint";

/** A page to print: what is to be done, a table to fill, and the answers at its foot. */
export type Sheet = {
  intro?: string;
  tasks?: readonly string[];
  table?: { head: readonly string[]; rows: readonly (readonly string[])[] };
  answers?: string;
};

const line = `1pt solid ${colours.ink}`;
const small = { fontSize: 10, color: "#5f5750" };

function Head({ title }: { title: string }) {
  return (
    <View>
      <Text style={{ fontSize: 11, fontWeight: 700, color: colours.teal }}>Urban Home School</Text>
      <Text style={{ fontSize: 22, fontWeight: 700, marginTop: 6 }}>{title}</Text>
      <View style={{ flexDirection: "row", gap: 24, marginTop: 22 }}>
        {["Name", "Date"].map((word) => (
          <Text key={word} style={{ ...small, flexGrow: 1, borderBottom: line, paddingBottom: 3 }}>
            {word}
          </Text>
        ))}
      </View>
    </View>
  );
}

/** Each with its number and room for an answer. */
function Tasks({ tasks }: { tasks: readonly string[] }) {
  return tasks.map((task, at) => (
    <View key={task} style={{ flexDirection: "row", gap: 10, paddingBottom: 34 }}>
      <Text style={{ width: 16, fontWeight: 700 }}>{at + 1}</Text>
      <Text style={{ flexGrow: 1, flexBasis: 0, lineHeight: 1.4 }}>{task}</Text>
    </View>
  ));
}

function Table({ head, rows }: NonNullable<Sheet["table"]>) {
  return (
    <View style={{ borderTop: line, borderLeft: line }}>
      {[head, ...rows].map((row, at) => (
        <View key={row.join()} style={{ flexDirection: "row" }}>
          {row.map((cell, column) => (
            <Text
              key={head[column]}
              style={{
                ...{ flexGrow: 1, flexBasis: 0, minHeight: 32, padding: 8, borderRight: line, borderBottom: line },
                ...(at === 0 ? { fontWeight: 700, backgroundColor: colours.mist } : {}),
              }}
            >
              {cell}
            </Text>
          ))}
        </View>
      ))}
    </View>
  );
}

/** The bytes of a sheet as it was made at a moment. */
export const sheetPdf = (title: string, { intro, tasks = [], table, answers }: Sheet, at: Date): Promise<Uint8Array> =>
  print(
    <Document title={title} author="Urban Home School" language="en" creationDate={at} modificationDate={at}>
      <Page size="A4" style={{ fontFamily: letters, fontSize: 13, color: colours.ink, padding: 56 }}>
        <Head title={title} />
        <View style={{ flexGrow: 1, paddingTop: 26 }}>
          {intro ? <Text style={{ lineHeight: 1.4, paddingBottom: 18 }}>{intro}</Text> : null}
          <Tasks tasks={tasks} />
          {table ? <Table {...table} /> : null}
        </View>
        {answers ? <Text style={{ ...small, borderTop: line, paddingTop: 8 }}>Answers: {answers}</Text> : null}
      </Page>
    </Document>,
  );
