package io.mediadeleter.bench;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RectangularShape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.labels.CategoryItemLabelGenerator;
import org.jfree.chart.labels.ItemLabelAnchor;
import org.jfree.chart.labels.ItemLabelPosition;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.DatasetRenderingOrder;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.renderer.category.BarPainter;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.IntervalBarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.RangeType;
import org.jfree.data.category.CategoryDataset;
import org.jfree.data.category.DefaultCategoryDataset;
import org.jfree.data.category.DefaultIntervalCategoryDataset;
import org.jfree.svg.SVGGraphics2D;
import org.jfree.svg.ViewBox;

/** Medians as horizontal bars, the lowest and the highest sample as a line over each, as an SVG file. */
final class Chart {

    private static final int WIDTH = 860;
    private static final int BAR = 34;
    private static final int AROUND = 100;
    private static final double ROOM_FOR_VALUES = 0.55;
    private static final float LABEL_SHARE = 4;
    private static final double LABEL_GAP = 8;
    private static final double TICK_GAP = 20;
    private static final float LINE = 1.5f;
    private static final double CAP = 4;

    /** As wide as Arial, letter for letter, and as free as the machines that build this. */
    private static final String MEASURED = "Liberation Sans";

    private static final String SHOWN = "Arial, Liberation Sans, sans-serif";
    private static final Font TEXT = new Font(MEASURED, Font.PLAIN, 13);
    private static final Font HEADING = new Font(MEASURED, Font.BOLD, 15);
    private static final Color INK = new Color(0x24292F);
    private static final Color AXIS = new Color(0x8C959F);
    private static final Color FILL = new Color(0x6CA6E8);

    private Chart() {}

    /**
     * Draws a chart.
     *
     * @param unit of the values, written at the axis
     * @param bars from top to bottom
     */
    static void save(Path file, String title, String unit, Map<String, Spread> bars) {
        int height = AROUND + BAR * bars.size();
        SVGGraphics2D svg = new SVGGraphics2D(WIDTH, height);
        svg.setDefsKeyPrefix("chart-"); // else it is the time, and the same chart another file
        svg.setFontFunction(family -> SHOWN);
        chart(title, plot(unit, bars)).draw(svg, new Rectangle2D.Double(0, 0, WIDTH, height));
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, svg.getSVGElement(null, true, new ViewBox(0, 0, WIDTH, height), null, null));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static JFreeChart chart(String title, CategoryPlot plot) {
        JFreeChart chart = new JFreeChart(null, null, plot, false);
        TextTitle heading = new TextTitle(
                title,
                HEADING,
                INK,
                RectangleEdge.TOP,
                HorizontalAlignment.LEFT,
                TextTitle.DEFAULT_VERTICAL_ALIGNMENT,
                new RectangleInsets(4, 4, 10, 4));
        chart.setTitle(heading);
        chart.setBackgroundPaint(Color.WHITE);
        chart.setPadding(new RectangleInsets(8, 8, 8, 16));
        return chart;
    }

    private static CategoryPlot plot(String unit, Map<String, Spread> bars) {
        CategoryPlot plot = new CategoryPlot(medians(bars), labels(), values(unit), medianBars());
        plot.setDataset(1, ranges(bars));
        plot.setRenderer(1, rangeLines(bars));
        plot.setDatasetRenderingOrder(DatasetRenderingOrder.FORWARD);
        plot.setOrientation(PlotOrientation.HORIZONTAL);
        plot.setRangeAxisLocation(AxisLocation.BOTTOM_OR_LEFT);
        plot.setBackgroundPaint(Color.WHITE);
        plot.setOutlineVisible(false);
        plot.setRangeGridlinesVisible(false);
        plot.setRangeZeroBaselineVisible(true);
        plot.setRangeZeroBaselinePaint(AXIS);
        return plot;
    }

    private static CategoryDataset medians(Map<String, Spread> bars) {
        DefaultCategoryDataset medians = new DefaultCategoryDataset();
        bars.forEach((label, spread) -> medians.addValue(spread.median(), "median", label));
        return medians;
    }

    private static CategoryDataset ranges(Map<String, Spread> bars) {
        Number[][] starts = {bars.values().stream().map(Spread::min).toArray(Number[]::new)};
        Number[][] ends = {bars.values().stream().map(Spread::max).toArray(Number[]::new)};
        String[] labels = bars.keySet().toArray(String[]::new);
        return new DefaultIntervalCategoryDataset(new String[] {"range"}, labels, starts, ends);
    }

    private static CategoryAxis labels() {
        CategoryAxis axis = new CategoryAxis();
        axis.setTickLabelFont(TEXT);
        axis.setTickLabelPaint(INK);
        axis.setAxisLineVisible(false);
        axis.setTickMarksVisible(false);
        axis.setMaximumCategoryLabelWidthRatio(LABEL_SHARE);
        return axis;
    }

    private static NumberAxis values(String unit) {
        NumberAxis axis = new NumberAxis(unit);
        axis.setLabelFont(TEXT);
        axis.setLabelPaint(INK);
        axis.setTickLabelFont(TEXT);
        axis.setTickLabelPaint(INK);
        axis.setTickLabelInsets(new RectangleInsets(2, TICK_GAP, 2, TICK_GAP));
        axis.setAxisLineVisible(false);
        axis.setTickMarksVisible(false);
        axis.setRangeType(RangeType.POSITIVE);
        axis.setUpperMargin(ROOM_FOR_VALUES);
        return axis;
    }

    private static BarRenderer medianBars() {
        BarRenderer bars = new BarRenderer();
        bars.setBarPainter(new StandardBarPainter());
        bars.setShadowVisible(false);
        bars.setSeriesPaint(0, FILL);
        return bars;
    }

    /** The value is written behind the line, where nothing is in its way. */
    private static BarRenderer rangeLines(Map<String, Spread> bars) {
        BarRenderer lines = new IntervalBarRenderer();
        lines.setBarPainter(new RangeLine());
        lines.setDefaultItemLabelGenerator(new Values(bars));
        lines.setDefaultItemLabelsVisible(true);
        lines.setDefaultItemLabelFont(TEXT);
        lines.setDefaultItemLabelPaint(INK);
        lines.setDefaultPositiveItemLabelPosition(
                new ItemLabelPosition(ItemLabelAnchor.OUTSIDE3, TextAnchor.CENTER_LEFT));
        lines.setItemLabelInsets(new RectangleInsets(0, LABEL_GAP, 0, LABEL_GAP));
        return lines;
    }

    /** Writes a bar's median, with its lowest and highest. */
    private record Values(Map<String, Spread> bars) implements CategoryItemLabelGenerator {

        @Override
        public String generateLabel(CategoryDataset data, int row, int column) {
            return Objects.toString(bars.get((String) data.getColumnKey(column)));
        }

        @Override
        public String generateRowLabel(CategoryDataset data, int row) {
            return data.getRowKey(row).toString();
        }

        @Override
        public String generateColumnLabel(CategoryDataset data, int column) {
            return data.getColumnKey(column).toString();
        }
    }

    /** A line through the middle of where the bar would be, closed at both ends. */
    private record RangeLine() implements BarPainter {

        @Override
        public void paintBar(
                Graphics2D svg, BarRenderer renderer, int row, int column, RectangularShape bar, RectangleEdge base) {
            svg.setPaint(INK);
            svg.setStroke(new BasicStroke(LINE));
            svg.draw(new Line2D.Double(bar.getMinX(), bar.getCenterY(), bar.getMaxX(), bar.getCenterY()));
            for (double end : new double[] {bar.getMinX(), bar.getMaxX()}) {
                svg.draw(new Line2D.Double(end, bar.getCenterY() - CAP, end, bar.getCenterY() + CAP));
            }
        }

        @Override
        public void paintBarShadow(
                Graphics2D svg,
                BarRenderer renderer,
                int row,
                int column,
                RectangularShape bar,
                RectangleEdge base,
                boolean pegShadow) {}
    }
}
