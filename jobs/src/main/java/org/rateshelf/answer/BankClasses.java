package org.rateshelf.answer;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.rateshelf.job.Inputs;
import org.rateshelf.table.Banks;

/** The class of each bank; banks outside the reference are in the class that the market says. */
public final class BankClasses {
  private BankClasses() {}

  /** The same rows with the class of the bank that this column names. */
  public static Dataset<Row> joined(Inputs in, Dataset<Row> rows, Column bankId) {
    Dataset<Row> classes =
        in.rows(Banks.TABLE).select(Banks.BANK_ID.col().as("class_of"), Banks.BANK_CLASS.col());
    Column unlisted = lit(in.market().unlistedBankClass().orElse(null)).cast("string");
    return rows.drop(Banks.BANK_CLASS.name())
        .join(broadcast(classes), bankId.equalTo(col("class_of")), "left")
        .withColumn(Banks.BANK_CLASS.name(), coalesce(Banks.BANK_CLASS.col(), unlisted))
        .drop("class_of");
  }
}
