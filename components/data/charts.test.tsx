import fc from "fast-check";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import type { Series } from "@/lib/series";
import { BarChart, BarList } from "./bar-chart";
import { fromTop, scaleOf, spread } from "./chart-scale";
import { LineChart } from "./line-chart";

const t = (key: string) => key;
const value = (y: number) => `${y}%`;

describe("the axis", () => {
  it.each([
    [[81, 95], {}, [80, 85, 90, 95]],
    [[3, 9], { zero: true }, [0, 2.5, 5, 7.5, 10]],
    [[0, 0], { zero: true }, [0, 0.25, 0.5, 0.75, 1]],
    [[40, 99], { most: 100 }, [40, 60, 80, 100]],
    [[-5, 5], { zero: true }, [-5, -2.5, 0, 2.5, 5]],
    [[7, 7], {}, [0, 5, 10, 15]],
    [[0, 5e-324], {}, [0, 0.25, 0.5, 0.75, 1]],
  ])("of %j %j", (values, options, ticks) => {
    expect(scaleOf(values, options).ticks).toEqual(ticks);
  });
  it("holds every value", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 30 }),
        fc.boolean(),
        (values, zero) => {
          const scale = scaleOf(values, { zero });
          expect(scale.ticks.length).toBeGreaterThan(1);
          expect(scale.ticks.length).toBeLessThan(9);
          for (const one of values) {
            const at = fromTop(one, scale);
            expect(at).toBeGreaterThanOrEqual(-1e-6);
            expect(at).toBeLessThanOrEqual(1 + 1e-6);
          }
        },
      ),
      { numRuns: 400 },
    );
  });
});

it("keeps labels apart, in their order and in the picture", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 200, noNaN: true }), { minLength: 1, maxLength: 6 }), (positions) => {
      const sorted = spread(positions, 30, 200).toSorted((a, b) => a - b);
      for (const [at, one] of sorted.entries())
        if (at > 0) expect(one - (sorted[at - 1] ?? 0)).toBeGreaterThanOrEqual(29.999);
      expect(sorted[0]).toBeGreaterThanOrEqual(14.999);
      expect(sorted.at(-1)).toBeLessThanOrEqual(185.001);
    }),
  );
});

describe("a chart", () => {
  const series: Series[] = [
    {
      id: "own",
      label: "This class",
      points: [
        { x: "Week 1", y: 94 },
        { x: "Week 2", y: null },
        { x: "Week 3", y: 81 },
      ],
    },
    {
      id: "all",
      label: "All",
      tone: "muted",
      points: [
        { x: "Week 1", y: 91 },
        { x: "Week 2", y: 90 },
        { x: "Week 3", y: 92 },
      ],
    },
  ];
  const props = { title: "Attendance fell", series, value, t };
  it.each([
    ["line", <LineChart key="l" {...props} />],
    ["bar", <BarChart key="b" {...props} mark="Week 3" />],
    ["list", <BarList key="s" {...props} />],
  ])("%s: says its message, speaks its ends, has its table, needs no style", (_, chart) => {
    const html = renderToStaticMarkup(chart);
    expect(html).toContain("Attendance fell");
    expect(html).toContain("<details");
    expect(html).toMatch(/<th scope="row"[^>]*>Week 2/);
    expect(html).not.toContain("style=");
    expect(html).not.toContain("NaN");
  });
  it("is read aloud by its ends", () => {
    expect(renderToStaticMarkup(<LineChart {...props} />)).toContain(
      'aria-label="This class: Week 1 94%, Week 3 81%. All: Week 1 91%, Week 3 92%"',
    );
  });
  it("says when nothing was measured", () => {
    expect(renderToStaticMarkup(<LineChart {...props} series={[]} />)).toContain("chart.noData");
  });
  it("leaves a gap where nothing was measured instead of a zero", () => {
    expect(renderToStaticMarkup(<LineChart {...props} />)).toMatch(/d="M0\.00 [\d.]+M100\.00/);
  });
  it("draws one point without dividing by nothing", () => {
    expect(
      renderToStaticMarkup(<LineChart {...props} series={[{ id: "a", label: "A", points: [{ x: "Mon", y: 3 }] }]} />),
    ).not.toContain("NaN");
  });
});
