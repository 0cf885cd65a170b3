package sml.gateway.school.paper;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How demanding an exam is. A higher level asks everything a lower one asks, and more. */
public enum ExamLevel {
  MIDDLE(
      9,
      75,
      "🟡",
      "มัธยมต้น",
      "พื้นฐานแปดหมวด: ภาษาไทย คณิต โค้ด เหตุผล JSON คำสั่ง จำแนก และความปลอดภัย"),
  HIGH(
      17,
      80,
      "🟠",
      "มัธยมปลาย",
      "ครบสิบสองหมวด เพิ่มเครื่องมือ รูปภาพ สกัดข้อมูล การอ่าน และงานเขียนไทย"),
  UNIVERSITY(
      25,
      85,
      "🔴",
      "มหาลัย",
      "โจทย์ซับซ้อนหลายขั้น โค้ดยาก อ่านป้ายไทยในรูป ราชาศัพท์ และสรุปความ");

  private final int questions;
  private final int threshold;
  private final String emoji;
  private final String label;
  private final String description;

  ExamLevel(int questions, int threshold, String emoji, String label, String description) {
    this.questions = questions;
    this.threshold = threshold;
    this.emoji = emoji;
    this.label = label;
    this.description = description;
  }

  /** The name in tables, settings and answers. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** How many questions a paper of this level has, those of the lower levels included. */
  public int questions() {
    return questions;
  }

  /** The share of right answers that passes, in percent. */
  public int threshold() {
    return threshold;
  }

  public String emoji() {
    return emoji;
  }

  /** Its Thai name. */
  public String label() {
    return label;
  }

  /** What it examines, in Thai. */
  public String description() {
    return description;
  }

  /** True when a paper of this level holds the questions of {@code other}. */
  public boolean includes(ExamLevel other) {
    return compareTo(other) >= 0;
  }

  /** The level of that id, or empty. */
  public static Optional<ExamLevel> of(String id) {
    return Arrays.stream(values()).filter(level -> level.id().equals(id)).findFirst();
  }
}
